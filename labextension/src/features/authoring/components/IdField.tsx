import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IdProblem } from '../roles';
import { idProblem } from '../roles';
import { idProblemWords } from '../words';

export interface IIdFieldProps {
  readonly label: string;
  readonly caption: string;
  readonly id: string;
  readonly mayBeEmpty?: boolean;
  readonly taken: ReadonlySet<string>;
  readonly trans: TranslationBundle;
  readonly onChange: (id: string) => void;
}

/**
 * An id that is written down whenever it can be used; Escape brings the written one back.
 *
 * It does not wait until the focus leaves: whoever clicks on another cell takes the field away.
 */
export function IdField(props: IIdFieldProps): React.JSX.Element {
  const { label, caption, id, mayBeEmpty = false, taken, trans, onChange } = props;
  const [draft, setDraft] = React.useState(id);
  React.useEffect(() => {
    setDraft(id);
  }, [id]);
  const problemOf = (text: string): IdProblem | null =>
    mayBeEmpty && text === '' ? null : idProblem(text, taken);
  const problem = problemOf(draft);
  const note = React.useId();
  return (
    <span className="jp-Hybrid-Field">
      <label className="jp-Hybrid-Field" title={caption}>
        <span>{label}</span>
        <input
          className="jp-mod-styled jp-Hybrid-Input jp-Hybrid-IdInput"
          type="text"
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          value={draft}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : note}
          onChange={({ currentTarget }) => {
            const text = currentTarget.value;
            setDraft(text);
            if (problemOf(text) === null) {
              onChange(text);
            }
          }}
          onKeyDown={({ key }) => {
            if (key === 'Escape') {
              setDraft(id);
            }
          }}
        />
      </label>
      {problem !== null && (
        <span className="jp-Hybrid-Field-problem" role="alert" id={note}>
          {idProblemWords(trans, problem)}
        </span>
      )}
    </span>
  );
}
