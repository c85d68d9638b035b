import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import { notebookIcon, videoIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { liveStepIcon, quizIcon, readingIcon } from './icons';

/** What a step is made of. */
export type StepKind = 'notebook' | 'reading' | 'media' | 'quiz' | 'live';

const ICONS: Record<StepKind, LabIcon> = {
  notebook: notebookIcon,
  reading: readingIcon,
  media: videoIcon,
  quiz: quizIcon,
  live: liveStepIcon
};

/** The kind of a step in one or two words. */
export function kindWords(trans: TranslationBundle, kind: StepKind): string {
  switch (kind) {
    case 'notebook':
      return trans.__('Notebook');
    case 'reading':
      return trans.__('Reading');
    case 'media':
      return trans.__('Video or audio');
    case 'quiz':
      return trans.__('Quiz');
    case 'live':
      return trans.__('Live session');
  }
}

export interface IStepKindMarkProps {
  readonly kind: StepKind;
  readonly trans: TranslationBundle;
}

/** A step's kind as an icon, and in words for those who do not see it. */
export function StepKindMark({ kind, trans }: IStepKindMarkProps): React.JSX.Element {
  const Icon = ICONS[kind];
  const words = kindWords(trans, kind);
  return (
    <span className="jp-Hybrid-StepKind" title={words}>
      <Icon.react tag="span" aria-hidden={true} />
      <span className="jp-Hybrid-visuallyHidden">{trans.__('%1:', words)}</span>
    </span>
  );
}
