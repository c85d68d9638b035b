import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

export interface INumberFieldProps {
  readonly label: string;
  /** Null for an empty field. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
  readonly placeholder?: string;
  readonly caption?: string;
  readonly trans: TranslationBundle;
  readonly onChange: (value: number | null) => void;
}

/** A number that is written down as soon as it lies within its bounds. */
export function NumberField(props: INumberFieldProps): React.JSX.Element {
  const { label, value, min, max, isWhole, placeholder, caption, trans, onChange } = props;
  const [draft, setDraft] = React.useState(toText(value));
  React.useEffect(() => {
    setDraft(text => (toNumber(text) === value ? text : toText(value)));
  }, [value]);
  const note = React.useId();
  const isWrong = !isWithin(draft, { min, max, isWhole });
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
          onChange={({ currentTarget }) => {
            const text = currentTarget.value;
            setDraft(text);
            if (isWithin(text, { min, max, isWhole })) {
              onChange(toNumber(text));
            }
          }}
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

function isWithin(
  text: string,
  { min, max, isWhole }: Pick<INumberFieldProps, 'min' | 'max' | 'isWhole'>
): boolean {
  const value = toNumber(text);
  if (value === null) {
    return true;
  }
  return Number.isFinite(value) && value >= min && value <= max && (!isWhole || value % 1 === 0);
}
