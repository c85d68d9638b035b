import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILabShell } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IHybridApi } from '../../api/tokens';
import { LiveRegion } from '../../shared/liveRegion';
import { CourseChecks } from './checks';
import { addCellCommands } from './commands';
import { addCourseFolderCommands } from './courseCommands';
import { askFolder, askNewCourse } from './dialogs';
import { addMenuItems } from './menus';
import { LintPanels } from './panels';
import { saveAll } from './saving';
import { SourceNotebooks } from './sources';
import { Targets } from './target';

export const authoring: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:authoring',
  description: 'Lets trainers mark cells, check a course, run exercises dry and preview them.',
  autoStart: true,
  requires: [IHybridApi, INotebookTracker, IDocumentManager],
  optional: [ILabShell, IFileBrowserFactory, ICommandPalette, ITranslator],
  activate: (
    app,
    api: IHybridApi,
    tracker: INotebookTracker,
    documents: IDocumentManager,
    labShell: ILabShell | null,
    browsers: IFileBrowserFactory | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const { commands, shell } = app;
    const { contents } = app.serviceManager;
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    const region = new LiveRegion();
    const say = (sentence: string): void => {
      region.say(sentence);
    };
    const checks = new CourseChecks({ api });
    const sources = new SourceNotebooks({ api, checks, commands, contents, tracker, trans, say });
    const panels = new LintPanels({ shell, labShell, documents, checks, trans });
    const isTrainer = (): boolean => sources.isOn;
    addCellCommands(commands, { current: () => sources.current, trans, isTrainer, say });
    addCourseFolderCommands(commands, {
      api,
      checks,
      targets: new Targets({ shell, documents, browsers }),
      trans,
      isTrainer,
      ask: {
        newCourse: async folder => askNewCourse(trans, folder),
        folder: async guess => askFolder(trans, guess)
      },
      openDocument: path => {
        documents.openOrReveal(path);
      },
      showPanel: folder => {
        panels.show(folder);
      },
      saveAll: async folder => saveAll(folder, { shell, documents }),
      say
    });
    contents.fileChanged.connect((_, { type, newValue }) => {
      if (type === 'save' && typeof newValue?.path === 'string') {
        checks.saved(contents.localPath(newValue.path));
      }
    });
    addMenuItems(app, palette, trans);
    // Not awaited: JupyterLab would not start before the server has answered.
    api.me().then(
      ({ roles, persona }) => {
        if (roles.includes('trainer') && persona === null) {
          sources.start();
        }
      },
      (error: unknown) => {
        // Nothing of authoring shows; the Courses panel says what is wrong with the server.
        console.warn('jupyter-hybrid: the server does not say who is asking', error);
      }
    );
  }
};
