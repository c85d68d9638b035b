import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

export interface INumberFieldProps {
  readonly label: string;
  /** Null for an empty field. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
  /** Whether an empty field means something; otherwise it is a problem. */
  readonly mayBeEmpty?: boolean;
  readonly placeholder?: string;
  readonly caption?: string;
  readonly trans: TranslationBundle;
  readonly onChange: (value: number | null) => void;
}

/** React's `onChange` is silent when a half-typed number is taken out: both read as empty. */
const ONLY_INPUT = (): void => undefined;

/** A number that is written down as soon as it lies within its bounds. */
export function NumberField(props: INumberFieldProps): React.JSX.Element {
  const { label, value, min, max, isWhole, placeholder, caption, trans, onChange } = props;
  const bounds = { min, max, isWhole, mayBeEmpty: props.mayBeEmpty ?? false };
  const [draft, setDraft] = React.useState(toText(value));
  // A half-typed number, like "." or "1e", reads as empty.
  const [isHalfTyped, setHalfTyped] = React.useState(false);
  React.useEffect(() => {
    setDraft(text => (toNumber(text) === value ? text : toText(value)));
    setHalfTyped(false);
  }, [value]);
  const take = ({ value: text, validity }: HTMLInputElement): void => {
    setDraft(text);
    setHalfTyped(validity.badInput);
    if (!validity.badInput && isWithin(text, bounds)) {
      onChange(toNumber(text));
    }
  };
  const note = React.useId();
  const isWrong = isHalfTyped || !isWithin(draft, bounds);
  return (
    <span className="jp-Hybrid-Field">
      <label className="jp-Hybrid-Field" title={caption}>
        <span>{label}</span>
        <input
          className="jp-mod-styled jp-Hybrid-Input jp-Hybrid-NumberInput"
          type="number"
          min={min}
          max={max}
          step={isWhole ? 1 : 'any'}
          placeholder={placeholder}
          value={draft}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? note : undefined}
          onInput={({ currentTarget }) => {
            take(currentTarget);
          }}
          onChange={ONLY_INPUT}
        />
      </label>
      {isWrong && (
        <span className="jp-Hybrid-Field-problem" role="alert" id={note}>
          {isWhole
            ? trans.__('Write a whole number from %1 to %2.', min, max)
            : trans.__('Write a number from %1 to %2.', min, max)}
        </span>
      )}
    </span>
  );
}

function toText(value: number | null): string {
  return value === null ? '' : String(value);
}

function toNumber(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

type Bounds = Required<Pick<INumberFieldProps, 'min' | 'max' | 'isWhole' | 'mayBeEmpty'>>;

function isWithin(text: string, { min, max, isWhole, mayBeEmpty }: Bounds): boolean {
  const value = toNumber(text);
  if (value === null) {
    return mayBeEmpty;
  }
  return Number.isFinite(value) && value >= min && value <= max && (!isWhole || value % 1 === 0);
}
