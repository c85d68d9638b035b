import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect } from '@jupyterlab/ui-components';
import React from 'react';

import type { Role } from '../roles';
import type { ISettings } from '../settings';
import { BOUNDS, SOLUTION_POLICIES } from '../settings';
import { policyWords } from '../words';
import { HintsEditor } from './HintsEditor';
import { IdField } from './IdField';
import { NumberField } from './NumberField';

export interface ISettingsFormProps {
  readonly settings: ISettings;
  readonly role: Role;
  readonly trans: TranslationBundle;
  readonly onChange: (changes: Partial<ISettings>) => void;
}

/** What the author says of one exercise; what is left open is as the course says. */
export function SettingsForm(props: ISettingsFormProps): React.JSX.Element {
  const { settings, role, trans, onChange } = props;
  return (
    <div className="jp-Hybrid-Settings">
      {role !== 'tests' && (
        <HintsEditor
          hints={settings.hints}
          trans={trans}
          onChange={hints => {
            onChange({ hints });
          }}
        />
      )}
      <div className="jp-Hybrid-CellToolbar-row">
        <Limits {...props} />
        <SolutionField {...props} />
        <ExerciseField {...props} />
      </div>
    </div>
  );
}

function Limits({ settings, trans, onChange }: ISettingsFormProps): React.JSX.Element {
  const common = {
    isWhole: true,
    mayBeEmpty: true,
    placeholder: trans.__('course'),
    trans
  };
  return (
    <>
      <NumberField
        {...common}
        {...BOUNDS.attempts}
        label={trans.__('Attempts')}
        caption={trans.__('How many attempts count; as the course says if it is empty')}
        value={settings.attempts}
        onChange={attempts => {
          onChange({ attempts });
        }}
      />
      <NumberField
        {...common}
        {...BOUNDS.pauseS}
        isWhole={false}
        label={trans.__('Pause (s)')}
        caption={trans.__('Seconds between two attempts; as the course says if it is empty')}
        value={settings.pauseS}
        onChange={pauseS => {
          onChange({ pauseS });
        }}
      />
      <NumberField
        {...common}
        {...BOUNDS.giveUpAfter}
        label={trans.__('May give up after')}
        caption={trans.__('Failed attempts before a learner may read the solution')}
        value={settings.giveUpAfter}
        onChange={giveUpAfter => {
          onChange({ giveUpAfter });
        }}
      />
    </>
  );
}

function SolutionField({ settings, trans, onChange }: ISettingsFormProps): React.JSX.Element {
  return (
    <label className="jp-Hybrid-Field">
      <span>{trans.__('Worked solution')}</span>
      <HTMLSelect
        className="jp-Hybrid-Input"
        value={settings.solution ?? ''}
        onChange={({ currentTarget }) => {
          const solution = SOLUTION_POLICIES.find(each => each === currentTarget.value);
          onChange({ solution: solution ?? null });
        }}
      >
        {[null, ...SOLUTION_POLICIES].map(policy => (
          <option key={policy ?? ''} value={policy ?? ''}>
            {policyWords(trans, policy)}
          </option>
        ))}
      </HTMLSelect>
    </label>
  );
}

const NOTHING_TAKEN: ReadonlySet<string> = new Set();

function ExerciseField({ settings, trans, onChange }: ISettingsFormProps): React.JSX.Element {
  return (
    <IdField
      label={trans.__('Exercise')}
      caption={trans.__(
        'Key of the exercise that the cell belongs to; the id of its first answer if it is empty'
      )}
      id={settings.exercise ?? ''}
      mayBeEmpty={true}
      taken={NOTHING_TAKEN}
      trans={trans}
      onChange={exercise => {
        onChange({ exercise: exercise === '' ? null : exercise });
      }}
    />
  );
}
