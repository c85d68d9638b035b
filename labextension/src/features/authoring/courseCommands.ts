import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IHybridApi } from '../../api/tokens';
import type { IOpenedCourse } from '../../api/types';
import { failureWords } from '../../shared/failure';
import { OPEN_COURSE_HOME } from '../courses/tokens';
import { OPEN_PERSONA } from '../people/tokens';
import type { CourseChecks } from './checks';
import { pathOfFile } from './courseFolder';
import type { INewCourse } from './dialogs';
import { countMessages } from './placement';
import type { ITargets } from './target';
import { CHECK_COURSE, NEW_COURSE, OPEN_COURSE_FOLDER, PREVIEW_COURSE } from './tokens';
import { countWords } from './words';

/** Name of the persona that looks at previews. */
const PREVIEWER = 'preview';

export interface ICourseCommandsOptions {
  readonly api: Pick<IHybridApi, 'openCourseFolder' | 'newCourse' | 'course'>;
  readonly checks: CourseChecks;
  readonly targets: ITargets;
  readonly trans: TranslationBundle;
  readonly isTrainer: () => boolean;
  readonly ask: {
    newCourse(folder: string): Promise<INewCourse | null>;
    folder(guess: string): Promise<string | null>;
  };
  readonly openDocument: (path: string) => void;
  /** Bring the panel with what lint says of a course folder to the front. */
  readonly showPanel: (folder: string) => void;
  /** Bring what is open of a course to the disk; rejects if that fails. */
  readonly saveAll: (folder: string) => Promise<void>;
  readonly say: (sentence: string) => void;
}

/** Add the commands that are about a course folder. */
export function addCourseFolderCommands(
  commands: CommandRegistry,
  options: ICourseCommandsOptions
): void {
  const { trans, targets, isTrainer } = options;
  const args = {
    type: 'object',
    properties: {
      path: { type: 'string', description: trans.__('A file or folder of the course') },
      origin: { type: 'string', description: trans.__('Where the command was chosen') }
    }
  };
  const isEnabled = (given: ReadonlyPartialJSONObject): boolean =>
    isTrainer() && targets.of(given) !== null;
  commands.addCommand(OPEN_COURSE_FOLDER, {
    label: trans.__('Open Folder as Course'),
    caption: trans.__('Offer a folder with a course.yaml on this server, as long as it runs'),
    describedBy: { args },
    isVisible: isTrainer,
    isEnabled,
    execute: given => openFolder(given, commands, options)
  });
  addNewCourse(commands, options);
  commands.addCommand(CHECK_COURSE, {
    label: trans.__('Check Course'),
    caption: trans.__('Show everything that is wrong with a course, and how to mend it'),
    describedBy: { args },
    isVisible: isTrainer,
    isEnabled,
    execute: given => checkCourse(targets.of(given) ?? '', options)
  });
  commands.addCommand(PREVIEW_COURSE, {
    label: trans.__('Preview as a Learner'),
    caption: trans.__('Open the course in a window that looks through the eyes of a learner'),
    describedBy: { args },
    isVisible: isTrainer,
    isEnabled: given => isEnabled(given) && commands.isEnabled(OPEN_PERSONA),
    execute: given => preview(targets.of(given) ?? '', commands, options)
  });
}

function addNewCourse(commands: CommandRegistry, options: ICourseCommandsOptions): void {
  const { trans, isTrainer } = options;
  commands.addCommand(NEW_COURSE, {
    label: trans.__('New Course…'),
    caption: trans.__('Make a course folder from the template'),
    describedBy: { args: { type: 'object', properties: {} } },
    isVisible: isTrainer,
    isEnabled: isTrainer,
    execute: () => makeCourse(options)
  });
}

async function openFolder(
  args: ReadonlyPartialJSONObject,
  commands: CommandRegistry,
  options: ICourseCommandsOptions
): Promise<void> {
  const { api, ask, checks, targets, trans, say } = options;
  const isChosen = typeof args.path === 'string' || typeof args.origin === 'string';
  const path = isChosen ? targets.of(args) : await ask.folder(targets.folder);
  if (path === null) {
    return;
  }
  const opened = await trying(
    trans.__('The folder could not be opened as a course.'),
    options,
    async () => api.openCourseFolder(path)
  );
  if (opened === null) {
    return;
  }
  const { course, path: folder } = opened;
  const report = await trying(
    trans.__('The course %1 is offered, but it could not be checked.', course),
    options,
    async () => checks.check(folder)
  );
  if (report === null) {
    return;
  }
  const words = trans.__(
    'The course %1 is offered. Check: %2.',
    course,
    countWords(trans, countMessages(report.messages))
  );
  say(words);
  Notification.success(words, {
    actions: [
      {
        label: trans.__('Show the course'),
        callback: () => void commands.execute(OPEN_COURSE_HOME, { course })
      },
      {
        label: trans.__('Show the check'),
        callback: () => {
          options.showPanel(folder);
        }
      }
    ]
  });
}

async function makeCourse(options: ICourseCommandsOptions): Promise<void> {
  const { api, ask, checks, openDocument, targets, trans, say } = options;
  const asked = await ask.newCourse(targets.folder);
  if (asked === null) {
    return;
  }
  const made = await trying(trans.__('The course could not be made.'), options, async () =>
    api.newCourse(asked.path, asked.title)
  );
  if (made === null) {
    return;
  }
  await trying(
    trans.__('The course %1 is made, but it could not be checked.', asked.title),
    options,
    async () => checks.check(made.path)
  );
  openDocument(pathOfFile(made.path, 'course.yaml'));
  await trying(
    trans.__('The course %1 is made, but its first notebook was not found.', asked.title),
    options,
    async () => {
      const first = await firstNotebook(api, made);
      if (first !== null) {
        openDocument(first);
      }
      say(trans.__('The course %1 is made. Its first notebook is open.', asked.title));
    }
  );
}

async function firstNotebook(
  api: Pick<IHybridApi, 'course'>,
  { course, path }: IOpenedCourse
): Promise<string | null> {
  const { modules } = await api.course(course);
  const steps = modules.flatMap(module => module.steps);
  const first = steps.find(({ kind }) => kind === 'notebook')?.path ?? null;
  return first === null ? null : pathOfFile(path, first);
}

async function checkCourse(path: string, options: ICourseCommandsOptions): Promise<void> {
  const { checks, showPanel, trans, say } = options;
  await trying(trans.__('The course could not be checked.'), options, async () => {
    const { folder, messages } = await checks.check(path);
    showPanel(folder);
    say(trans.__('Check of the course: %1.', countWords(trans, countMessages(messages))));
  });
}

async function preview(
  path: string,
  commands: CommandRegistry,
  options: ICourseCommandsOptions
): Promise<void> {
  const { api, checks, trans } = options;
  await trying(trans.__('The preview could not be opened.'), options, async () => {
    const folder = checks.folderOf(path) ?? (await checks.check(path)).folder;
    if (await isSaved(folder, options)) {
      const { course } = await api.openCourseFolder(path);
      await commands.execute(OPEN_PERSONA, { name: PREVIEWER, course });
    }
  });
}

/** Bring what is open of a course to the disk; false, and said, if that fails or is called off. */
async function isSaved(
  folder: string,
  { saveAll, trans }: Pick<ICourseCommandsOptions, 'saveAll' | 'trans'>
): Promise<boolean> {
  try {
    await saveAll(folder);
    return true;
  } catch {
    // Lab itself tells why, unless it was called off.
    Notification.error(
      trans.__(
        'The preview was not opened, because not all of the course was saved. What you wrote is still in this window; save it, and try again.'
      ),
      { autoClose: false }
    );
    return false;
  }
}

/** What an action gives; null if it failed, and why is said in a notification. */
async function trying<T>(
  what: string,
  { trans }: Pick<ICourseCommandsOptions, 'trans'>,
  act: () => Promise<T>
): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    Notification.error(
      [what, failureWords(error, trans), trans.__('Your files are safe.')].join(' '),
      { autoClose: false }
    );
    return null;
  }
}
