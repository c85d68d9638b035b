import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { ICatalogue, ICatalogueFilter } from '../catalogue';
import { countChosen, isFiltering } from '../catalogue';
import { effortWords, levelWords, mediumWords } from '../words';

export interface ICatalogueFiltersProps {
  readonly catalogue: ICatalogue;
  /** Where one types words. */
  readonly field: React.RefObject<HTMLInputElement>;
  readonly trans: TranslationBundle;
  readonly onFilter: (filter: ICatalogueFilter) => void;
}

/** "3 of 7 courses". */
export function matchingWords(trans: TranslationBundle, catalogue: ICatalogue): string {
  const { nCourses, nMatching } = catalogue;
  return trans._n('%2 of %1 course', '%2 of %1 courses', nCourses, nMatching);
}

/** Which courses one wants to see; not there where there is nothing to choose from. */
export function CatalogueFilters(props: ICatalogueFiltersProps): React.JSX.Element | null {
  const { catalogue, field, trans, onFilter } = props;
  const { filter, choices, nCourses } = catalogue;
  if (nCourses < 2) {
    return null;
  }
  const hasChoices =
    choices.hasLive ||
    [choices.levels, choices.media, choices.efforts, choices.tags].some(each => each.length > 0);
  return (
    <div className="jp-Hybrid-Filters" role="search" aria-label={trans.__('Courses')}>
      <label className="jp-Hybrid-Filters-field">
        <span>{trans.__('Find a course')}</span>
        <input
          className="jp-mod-styled jp-Hybrid-Input"
          type="search"
          ref={field}
          value={filter.text}
          onChange={event => {
            onFilter({ ...filter, text: event.currentTarget.value });
          }}
        />
      </label>
      {hasChoices && <MoreFilters {...props} />}
      {isFiltering(filter) && (
        <p className="jp-Hybrid-Filters-count">{matchingWords(trans, catalogue)}</p>
      )}
    </div>
  );
}

function MoreFilters(props: ICatalogueFiltersProps): React.JSX.Element {
  const { catalogue, trans, onFilter } = props;
  const { filter, choices } = catalogue;
  const n = countChosen(filter);
  return (
    <details>
      <summary>{n === 0 ? trans.__('Filters') : trans._n('%1 filter', '%1 filters', n)}</summary>
      <Choice
        label={trans.__('Level')}
        trans={trans}
        values={choices.levels}
        chosen={filter.level}
        words={level => levelWords(trans, level)}
        onChoose={level => {
          onFilter({ ...filter, level });
        }}
      />
      <Choice
        label={trans.__('Made of')}
        trans={trans}
        values={choices.media}
        chosen={filter.medium}
        words={medium => mediumWords(trans, medium)}
        onChoose={medium => {
          onFilter({ ...filter, medium });
        }}
      />
      <Choice
        label={trans.__('Effort')}
        trans={trans}
        values={choices.efforts}
        chosen={filter.effort}
        words={range => effortWords(trans, range)}
        onChoose={effort => {
          onFilter({ ...filter, effort });
        }}
      />
      {choices.hasLive && <LiveChoice {...props} />}
      <TagChoices {...props} />
    </details>
  );
}

interface IChoiceProps<T extends string> {
  readonly label: string;
  readonly values: readonly T[];
  readonly chosen: T | null;
  readonly trans: TranslationBundle;
  readonly words: (value: T) => string;
  readonly onChoose: (value: T | null) => void;
}

function Choice<T extends string>(props: IChoiceProps<T>): React.JSX.Element | null {
  const { label, values, chosen, trans, words, onChoose } = props;
  return values.length === 0 ? null : (
    <label className="jp-Hybrid-Filters-field">
      <span>{label}</span>
      <select
        className="jp-mod-styled jp-Hybrid-Input"
        value={chosen ?? ''}
        onChange={event => {
          onChoose(values.find(value => value === event.currentTarget.value) ?? null);
        }}
      >
        <option value="">{trans.__('Any')}</option>
        {values.map(value => (
          <option key={value} value={value}>
            {words(value)}
          </option>
        ))}
      </select>
    </label>
  );
}

function LiveChoice({ catalogue, trans, onFilter }: ICatalogueFiltersProps): React.JSX.Element {
  const { filter } = catalogue;
  return (
    <label className="jp-Hybrid-Filters-check">
      <input
        type="checkbox"
        checked={filter.isLive}
        onChange={event => {
          onFilter({ ...filter, isLive: event.currentTarget.checked });
        }}
      />
      <span>{trans.__('Has a live date')}</span>
    </label>
  );
}

function TagChoices({
  catalogue,
  trans,
  onFilter
}: ICatalogueFiltersProps): React.JSX.Element | null {
  const { filter, choices } = catalogue;
  return choices.tags.length === 0 ? null : (
    <fieldset className="jp-Hybrid-Filters-tags">
      <legend>{trans.__('Tags')}</legend>
      {choices.tags.map(tag => (
        <label key={tag} className="jp-Hybrid-Filters-check">
          <input
            type="checkbox"
            checked={filter.tags.includes(tag)}
            onChange={event => {
              const others = filter.tags.filter(each => each !== tag);
              onFilter({
                ...filter,
                tags: event.currentTarget.checked ? [...others, tag] : others
              });
            }}
          />
          <span>{tag}</span>
        </label>
      ))}
    </fieldset>
  );
}
