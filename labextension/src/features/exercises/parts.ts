import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { UUID } from '@lumino/coreutils';

import type { IHybridApi } from '../../api/tokens';
import { dateLanguage, DateWords } from '../../shared/dates';
import { UPDATE_STEP } from '../player/tokens';
import type { IProgressModel } from '../progress/tokens';
import type { Announcements } from './announcements';
import { windowClock } from '../../shared/clock';
import { CHECK_KEYS } from './commands';
import type { IBarActions } from './components/ExerciseBarView';
import { ExerciseDetails } from './details';
import { dialogQuestions } from './dialogs';
import { ExercisesModel } from './model';
import type { IBarParts } from './notebook';
import type { IOutbox } from './outboxEvents';
import { ExerciseBar } from './widget';

export interface IPartsOptions {
  readonly app: JupyterFrontEnd;
  readonly api: IHybridApi;
  readonly progress: IProgressModel;
  readonly outbox: IOutbox;
  readonly announcements: Announcements;
  /** Null where the application has no editor that could colour code. */
  readonly languages: IEditorLanguageRegistry | null;
  /** Key of the live session that this window is in, or null. */
  readonly session: () => string | null;
  readonly trans: TranslationBundle;
}

const RUN_FROM_TOP = 'notebook:restart-run-all';

/** The models and bars of an open notebook, with all that they need from the application. */
export function barParts(options: IPartsOptions): IBarParts {
  const { api, announcements, progress, trans } = options;
  const questions = dialogQuestions(trans);
  const language = dateLanguage(document.documentElement.lang, navigator.languages);
  const dates = new DateWords(trans, { language });
  const shortcut = CHECK_KEYS.map(keys => CommandRegistry.formatKeystroke(keys)).join(' ');
  const progressed = (course: string): void => {
    progress.refresh(course).catch((error: unknown) => {
      console.warn('jupyter-hybrid: the progress could not be read', error);
    });
  };
  return {
    createModel: (step, notebook) =>
      new ExercisesModel({
        ...options,
        step,
        kernelHas: async missing => notebook.kernelHas(missing),
        clock: windowClock,
        newId: UUID.uuid4
      }),
    createDetails: (model, exercise, notebook) =>
      new ExerciseDetails({
        model,
        exercise,
        notebook,
        api,
        questions,
        announcements,
        progressed,
        trans
      }),
    createBar: ({ panel, ...bar }) =>
      new ExerciseBar({
        ...bar,
        trans,
        shortcut,
        when: moment => dates.full(moment),
        highlight: (code, element) => {
          highlight(options.languages, panel.content.codeMimetype, { code, element });
        },
        commands: () => barCommands(options.app, panel)
      })
  };
}

function barCommands(
  { commands, shell }: JupyterFrontEnd,
  panel: NotebookPanel
): Pick<IBarActions, 'onRunFromTop' | 'onUpdate'> {
  const run = (command: string): (() => void) | null =>
    commands.hasCommand(command)
      ? () => {
          // Both work on the current notebook, and a bar can be pressed in another one.
          shell.activateById(panel.id);
          void commands.execute(command);
        }
      : null;
  return { onRunFromTop: run(RUN_FROM_TOP), onUpdate: run(UPDATE_STEP) };
}

function highlight(
  languages: IEditorLanguageRegistry | null,
  mimeType: string,
  { code, element }: { code: string; element: HTMLElement }
): void {
  const language = languages?.findByMIME(mimeType) ?? null;
  const parts = document.createElement('code');
  if (languages === null || language === null) {
    element.textContent = code;
    return;
  }
  languages.highlight(code, language, parts).then(
    () => {
      element.replaceChildren(...parts.childNodes);
    },
    () => {
      element.textContent = code;
    }
  );
}
