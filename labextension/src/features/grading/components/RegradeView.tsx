import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import type { DateWords } from '../../../shared/dates';
import { formatPoints } from '../../../shared/points';
import { exerciseId } from '../state';
import type { IExerciseChoice, IExerciseKey, INote, IRegrade, IRegradeRow } from '../state';

export interface IRegradeViewProps {
  readonly exercises: readonly IExerciseChoice[];
  readonly exercise: IExerciseKey | null;
  readonly regrade: IRegrade | null;
  /** How far it is, or what came out. */
  readonly words: string;
  readonly isBusy: boolean;
  readonly note: INote | null;
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
  readonly onChoose: (id: string) => void;
  readonly onBegin: () => void;
  readonly onCancel: () => void;
  readonly onApply: () => void;
}

/** Checks everybody's attempts at an exercise again: what would change, and then for good. */
export function RegradeView(props: IRegradeViewProps): React.JSX.Element {
  const { exercises, exercise, regrade, words, note, trans, onChoose } = props;
  return (
    <section className="jp-Hybrid-Regrade" aria-label={trans.__('Check again')}>
      <p>
        {trans.__(
          'After you have corrected a test, all attempts at its exercise can be checked again. You see first what changes for whom; points that were given by hand stay.'
        )}
      </p>
      {exercises.length === 0 ? (
        <p>{trans.__('This course has no exercises.')}</p>
      ) : (
        <label>
          {trans.__('Exercise to check again')}
          <select
            className="jp-Hybrid-Input jp-mod-styled"
            value={exercise === null ? '' : exerciseId(exercise)}
            onChange={({ target }) => {
              onChoose(target.value);
            }}
          >
            {exercises.map(({ key, label }) => (
              <option key={exerciseId(key)} value={exerciseId(key)}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      {note !== null && (
        <p className="jp-Hybrid-Grading-note" data-tone={note.tone}>
          {note.words}
        </p>
      )}
      {regrade !== null && <p>{words}</p>}
      {regrade?.state === 'running' && (
        <progress
          aria-label={trans.__('Attempts checked')}
          value={regrade.n_done}
          max={Math.max(1, regrade.n_total)}
        />
      )}
      <Buttons {...props} />
      {regrade !== null && regrade.rows.length > 0 && <Rows {...props} rows={regrade.rows} />}
    </section>
  );
}

function Buttons(props: IRegradeViewProps): React.JSX.Element {
  const { exercise, regrade, isBusy, trans, onBegin, onCancel, onApply } = props;
  const state = regrade?.state;
  const isChange = regrade?.rows.some(({ effect }) => effect !== 'fault') ?? false;
  return (
    <div className="jp-Hybrid-Grading-buttons">
      {state !== 'running' && (
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          disabled={exercise === null || isBusy}
          onClick={onBegin}
        >
          {trans.__('Check again with corrected tests')}
        </Button>
      )}
      {state === 'ready' && (
        <Button
          className="jp-mod-styled jp-mod-accept jp-Hybrid-Button"
          disabled={isBusy || !isChange}
          onClick={onApply}
        >
          {trans.__('Apply')}
        </Button>
      )}
      {(state === 'running' || state === 'ready') && (
        <Button className="jp-mod-styled jp-Hybrid-Button" disabled={isBusy} onClick={onCancel}>
          {trans.__('Cancel')}
        </Button>
      )}
    </div>
  );
}

interface IRowsProps {
  readonly rows: readonly IRegradeRow[];
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
}

function Rows({ rows, trans, dates }: IRowsProps): React.JSX.Element {
  const label = trans.__('What changes for whom');
  return (
    <div className="jp-Hybrid-Regrade-scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <caption className="jp-Hybrid-visuallyHidden">{label}</caption>
        <thead>
          <tr>
            {[
              trans.__('Learner'),
              trans.__('Attempt'),
              trans.__('Before'),
              trans.__('After'),
              trans.__('Effect'),
              trans.__('Tests')
            ].map(each => (
              <th key={each} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.attempt} data-effect={row.effect}>
              <th scope="row">{row.learner.display_name}</th>
              <td>{dates.full(row.submitted_at)}</td>
              <td>{formatPoints(row.before)}</td>
              <td>{row.after === null ? '–' : formatPoints(row.after)}</td>
              <td>{effectWords(row, trans)}</td>
              <td>
                {row.tests.map(test => (
                  <div key={`${test.cell} ${test.name}`}>
                    <code>{test.name}</code> {verdict(test.before, trans)} →{' '}
                    {verdict(test.after, trans)}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function effectWords({ effect, fault }: IRegradeRow, trans: TranslationBundle): string {
  switch (effect) {
    case 'gains':
      return trans.__('gains');
    case 'loses':
      return trans.__('loses');
    case 'same_points':
      return trans.__('same points');
    case 'unchanged':
      return trans.__('unchanged');
    case 'fault':
      return trans.__('cannot be checked, stays: %1', fault ?? '');
  }
}

function verdict(passed: boolean | null, trans: TranslationBundle): string {
  if (passed === null) {
    return trans.__('not there');
  }
  return passed ? trans.__('passes') : trans.__('fails');
}
