import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { OF_SELECTION } from './target';
import {
  CHECK_COURSE,
  DRY_RUN,
  GO_TO_ANSWER,
  GO_TO_TESTS,
  NEW_COURSE,
  OPEN_COURSE_FOLDER,
  PREVIEW_COURSE
} from './tokens';

const FOLDER = '.jp-DirListing-item[data-isdir="true"]';
const NOTEBOOK = '.jp-DirListing-item[data-file-type="notebook"]';
const BACKGROUND = '.jp-DirListing-content';

/** After what Lab itself offers for files, in the file browser's context menu. */
const RANK = 60;

/** Offer the commands of authors in the palette and in the file browser's context menu. */
export function addMenuItems(
  { contextMenu }: Pick<JupyterFrontEnd, 'contextMenu'>,
  palette: ICommandPalette | null,
  trans: TranslationBundle
): void {
  const category = trans.__('Hybrid Training');
  for (const command of [
    OPEN_COURSE_FOLDER,
    NEW_COURSE,
    CHECK_COURSE,
    PREVIEW_COURSE,
    DRY_RUN,
    GO_TO_TESTS,
    GO_TO_ANSWER
  ]) {
    palette?.addItem({ command, category });
  }
  const args = { ...OF_SELECTION };
  for (const command of [OPEN_COURSE_FOLDER, CHECK_COURSE, PREVIEW_COURSE]) {
    contextMenu.addItem({ command, args, selector: FOLDER, rank: RANK });
  }
  for (const command of [CHECK_COURSE, PREVIEW_COURSE]) {
    contextMenu.addItem({ command, args, selector: NOTEBOOK, rank: RANK });
  }
  contextMenu.addItem({ command: NEW_COURSE, selector: BACKGROUND, rank: RANK });
}
