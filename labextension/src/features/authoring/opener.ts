import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import { NotebookPanel } from '@jupyterlab/notebook';

import type { ILintMessage } from '../../api/types';
import { OpenNotebook } from './access';
import { pathOfFile } from './courseFolder';
import { readMarks } from './roles';

/** Open the file of a message at its cell or line; false if it cannot be shown. */
export async function openMessage(
  documents: Pick<IDocumentManager, 'openOrReveal'>,
  folder: string,
  message: ILintMessage
): Promise<boolean> {
  const widget = documents.openOrReveal(pathOfFile(folder, message.file));
  if (widget === undefined) {
    return false;
  }
  await widget.context.ready;
  await widget.revealed;
  if (widget instanceof NotebookPanel) {
    await showCell(widget, message);
  } else if (message.line !== null) {
    showLine(widget, message.line);
  }
  return true;
}

async function showCell(panel: NotebookPanel, { cell, cell_id }: ILintMessage): Promise<void> {
  const notebook = new OpenNotebook(panel);
  const { cells } = notebook;
  const named =
    cell_id === null
      ? undefined
      : (cells.find(({ id }) => id === cell_id) ??
        cells.find(({ nbgrader }) => readMarks(nbgrader).id === cell_id));
  const found = named ?? cells.find((_, index) => index + 1 === cell);
  if (found !== undefined) {
    await notebook.focus(found.id);
  }
}

function showLine({ content }: IDocumentWidget, line: number): void {
  // Text editors of any kind have one; viewers have none, and show the file from its beginning.
  const editor: unknown = 'editor' in content ? content.editor : null;
  if (isEditor(editor)) {
    const position = { line: Math.min(line, editor.lineCount) - 1, column: 0 };
    editor.setCursorPosition(position);
    editor.revealPosition(position);
    editor.focus();
  }
}

function isEditor(value: unknown): value is CodeEditor.IEditor {
  return typeof value === 'object' && value !== null && 'setCursorPosition' in value;
}
