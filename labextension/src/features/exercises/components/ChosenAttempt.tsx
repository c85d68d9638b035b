import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React, { useId } from 'react';

import type { Against, IChosenView } from '../history';
import { isPassed, verdictWords } from '../words';
import { Comments } from './Comments';
import { Feedback } from './Feedback';
import { LineDifferences } from './LineDifferences';
import { Terms } from './Terms';

export interface IChosenAttemptProps {
  readonly chosen: IChosenView;
  readonly trans: TranslationBundle;
  readonly onAgainst: (against: Against) => void;
  readonly onPutBack: () => void;
}

/** One earlier attempt: what it came to, and how its answers differ. */
export function ChosenAttempt(props: IChosenAttemptProps): React.JSX.Element {
  const { chosen, trans, onAgainst, onPutBack } = props;
  const { attempt, number, against, choices, differences } = chosen;
  const select = useId();
  return (
    <div
      className="jp-Hybrid-ChosenAttempt"
      role="group"
      aria-label={trans.__('Attempt %1', number)}
    >
      <Feedback
        verdict={trans.__('Attempt %1: %2', number, verdictWords(attempt, trans))}
        isPassed={isPassed(attempt)}
        areTestsOpen={false}
        tests={attempt.fault === null ? attempt.tests : []}
        notes={attempt.notes}
        ending={<Terms attempt={attempt} trans={trans} />}
        trans={trans}
      >
        <Comments comments={attempt.comments} trans={trans} />
      </Feedback>
      <div className="jp-Hybrid-ExerciseBar-row">
        <label htmlFor={select}>{trans.__('Differences')}</label>
        <select
          id={select}
          className="jp-mod-styled"
          value={against}
          onChange={({ currentTarget }) => {
            onAgainst(currentTarget.value as Against);
          }}
        >
          {choices.map(choice => (
            <option key={choice} value={choice}>
              {againstWords(choice, number, trans)}
            </option>
          ))}
        </select>
        <Button className="jp-mod-styled jp-Hybrid-Button" onClick={onPutBack}>
          {trans.__('Put these answers back')}
        </Button>
      </div>
      {differences?.map(({ answer, lines }) => (
        <LineDifferences
          key={`${answer} ${against}`}
          lines={lines}
          label={trans.__('Answer %1', answer)}
          trans={trans}
        />
      ))}
    </div>
  );
}

function againstWords(against: Against, number: number, trans: TranslationBundle): string {
  switch (against) {
    case 'now':
      return trans.__('from attempt %1 to the notebook now', number);
    case 'before':
      return trans.__('from attempt %1 to attempt %2', number - 1, number);
    case 'after':
      return trans.__('from attempt %1 to attempt %2', number, number + 1);
  }
}
