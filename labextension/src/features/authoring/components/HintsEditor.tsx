import type { TranslationBundle } from '@jupyterlab/translation';
import {
  addIcon,
  Button,
  caretDownIcon,
  caretUpIcon,
  closeIcon,
  LabIcon
} from '@jupyterlab/ui-components';
import React from 'react';

import type { IHint } from '../settings';
import { BOUNDS, MAX_HINT_LENGTH, MAX_HINTS } from '../settings';
import { NumberField } from './NumberField';

export interface IHintsEditorProps {
  readonly hints: readonly IHint[];
  readonly trans: TranslationBundle;
  readonly onChange: (hints: readonly IHint[]) => void;
}

/** A hint with a name of its own, so that what is typed stays with it when it is moved. */
interface IDraft extends IHint {
  readonly key: number;
}

/** The hints of an exercise, weakest first; one without words is not written down. */
export function HintsEditor({ hints, trans, onChange }: IHintsEditorProps): React.JSX.Element {
  const { drafts, change, newKey, list } = useDrafts(hints, onChange);
  const focus = (index: number): void => {
    window.setTimeout(() => {
      const texts = list.current?.querySelectorAll('textarea');
      (texts?.length
        ? texts.item(index)
        : list.current?.parentElement?.querySelector('button')
      )?.focus();
    });
  };
  return (
    <fieldset className="jp-Hybrid-HintsEditor">
      <legend>{trans.__('Hints')}</legend>
      <ol ref={list}>
        {drafts.map((draft, index) => (
          <HintItem
            key={draft.key}
            draft={draft}
            number={index + 1}
            nHints={drafts.length}
            trans={trans}
            onChange={changed => {
              change(drafts.map(each => (each.key === draft.key ? changed : each)));
            }}
            onMove={by => {
              change(moved(drafts, index, index + by));
              focus(index + by);
            }}
            onRemove={() => {
              change(drafts.filter(each => each.key !== draft.key));
              focus(Math.max(0, Math.min(index, drafts.length - 2)));
            }}
          />
        ))}
      </ol>
      <AddButton
        isDisabled={drafts.length >= MAX_HINTS}
        trans={trans}
        onClick={() => {
          change([...drafts, { key: newKey(), text: '', after: null }]);
          focus(drafts.length);
        }}
      />
    </fieldset>
  );
}

interface IAddButtonProps {
  readonly isDisabled: boolean;
  readonly trans: TranslationBundle;
  readonly onClick: () => void;
}

function AddButton({ isDisabled, trans, onClick }: IAddButtonProps): React.JSX.Element {
  return (
    <Button className="jp-mod-styled jp-Hybrid-Button" disabled={isDisabled} onClick={onClick}>
      <addIcon.react tag="span" aria-hidden={true} className="jp-Hybrid-ButtonIcon" />
      {trans.__('Add a hint')}
    </Button>
  );
}

function useDrafts(
  hints: readonly IHint[],
  onChange: (hints: readonly IHint[]) => void
): {
  drafts: readonly IDraft[];
  change: (drafts: readonly IDraft[]) => void;
  newKey: () => number;
  list: React.RefObject<HTMLOListElement>;
} {
  const keys = React.useRef(0);
  const newKey = (): number => (keys.current += 1);
  const named = (): IDraft[] => hints.map(hint => ({ ...hint, key: newKey() }));
  const [drafts, setDrafts] = React.useState<readonly IDraft[]>(named);
  const list = React.useRef<HTMLOListElement>(null);
  const written = sameAs(hints);
  React.useEffect(() => {
    // Undo, or another window, changed what is written.
    setDrafts(now => (sameAs(now.filter(hasWords)) === written ? now : named()));
  }, [written]);
  const change = (changed: readonly IDraft[]): void => {
    setDrafts(changed);
    if (sameAs(changed.filter(hasWords)) !== written) {
      onChange(changed.filter(hasWords).map(({ text, after }) => ({ text, after })));
    }
  };
  return { drafts, change, newKey, list };
}

function hasWords({ text }: IHint): boolean {
  return text.trim() !== '';
}

function sameAs(hints: readonly IHint[]): string {
  return JSON.stringify(hints.map(({ text, after }) => [text, after]));
}

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const others = list.filter((_, index) => index !== from);
  return [...others.slice(0, to), list[from], ...others.slice(to)];
}

interface IHintItemProps {
  readonly draft: IDraft;
  readonly number: number;
  readonly nHints: number;
  readonly trans: TranslationBundle;
  readonly onChange: (draft: IDraft) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

function HintItem(props: IHintItemProps): React.JSX.Element {
  const { draft, number, nHints, trans, onChange, onMove, onRemove } = props;
  return (
    <li className="jp-Hybrid-HintItem">
      <textarea
        className="jp-mod-styled jp-Hybrid-Input"
        rows={2}
        maxLength={MAX_HINT_LENGTH}
        aria-label={trans.__('Hint %1', number)}
        value={draft.text}
        onChange={({ currentTarget }) => {
          onChange({ ...draft, text: currentTarget.value });
        }}
      />
      <NumberField
        {...BOUNDS.after}
        isWhole={true}
        mayBeEmpty={true}
        label={trans.__('After failed attempts')}
        placeholder={String(number)}
        value={draft.after}
        trans={trans}
        onChange={after => {
          onChange({ ...draft, after });
        }}
      />
      <IconButton
        icon={caretUpIcon}
        label={trans.__('Move hint %1 up', number)}
        isDisabled={number === 1}
        onClick={() => {
          onMove(-1);
        }}
      />
      <IconButton
        icon={caretDownIcon}
        label={trans.__('Move hint %1 down', number)}
        isDisabled={number === nHints}
        onClick={() => {
          onMove(1);
        }}
      />
      <IconButton icon={closeIcon} label={trans.__('Remove hint %1', number)} onClick={onRemove} />
    </li>
  );
}

interface IIconButtonProps {
  readonly icon: LabIcon;
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}

function IconButton({ icon, label, isDisabled, onClick }: IIconButtonProps): React.JSX.Element {
  return (
    <Button
      className="jp-mod-styled jp-Hybrid-Button jp-Hybrid-IconButton"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onClick}
    >
      <icon.react tag="span" aria-hidden={true} className="jp-Hybrid-ButtonIcon" />
    </Button>
  );
}
