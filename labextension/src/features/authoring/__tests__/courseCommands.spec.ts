import { Notification } from '@jupyterlab/apputils';
import { CommandRegistry } from '@lumino/commands';
import { afterEach, describe, expect, it } from 'vitest';

import { HybridError } from '../../../api/errors';
import type { ICourse, ILintReport } from '../../../api/types';
import { OPEN_PERSONA } from '../../people/tokens';
import { CourseChecks } from '../checks';
import { addCourseFolderCommands } from '../courseCommands';
import { CHECK_COURSE, NEW_COURSE, OPEN_COURSE_FOLDER, PREVIEW_COURSE } from '../tokens';
import { message, report, trans } from './fakes';

const ALL = [OPEN_COURSE_FOLDER, NEW_COURSE, CHECK_COURSE, PREVIEW_COURSE];

interface IMore {
  readonly target?: string | null;
  readonly isTrainer?: boolean;
  readonly mayPreview?: boolean;
  readonly lint?: () => Promise<ILintReport>;
  readonly saveAll?: () => Promise<void>;
}

function build({
  target = 'course',
  isTrainer = true,
  mayPreview = true,
  lint,
  saveAll
}: IMore = {}): {
  commands: CommandRegistry;
  done: string[];
} {
  const done: string[] = [];
  const commands = new CommandRegistry();
  commands.addCommand(OPEN_PERSONA, {
    describedBy: { args: {} },
    isEnabled: () => mayPreview,
    execute: given => done.push(`persona ${JSON.stringify(given)}`)
  });
  const course = {
    modules: [
      { steps: [{ kind: 'reading', path: 'a.md' }] },
      { steps: [{ kind: 'notebook', path: 'm/a.ipynb' }] }
    ]
  } as ICourse;
  addCourseFolderCommands(commands, {
    api: {
      openCourseFolder: path => {
        done.push(`open ${path}`);
        return Promise.resolve({ course: 'c', path: 'course' });
      },
      newCourse: (path, title) => {
        done.push(`make ${path} ${title}`);
        return Promise.resolve({ course: 'c', path });
      },
      course: () => Promise.resolve(course)
    },
    checks: new CourseChecks({
      api: { lint: lint ?? (() => Promise.resolve(report([message()]))) }
    }),
    targets: { of: args => (typeof args.path === 'string' ? args.path : target), folder: 'here' },
    trans,
    isTrainer: () => isTrainer,
    ask: {
      newCourse: folder => Promise.resolve({ path: `${folder}/new`, title: trans.__('Title') }),
      folder: guess => Promise.resolve(guess)
    },
    openDocument: path => done.push(`document ${path}`),
    showPanel: folder => done.push(`panel ${folder}`),
    saveAll: saveAll ?? (folder => Promise.resolve(void done.push(`save ${folder}`))),
    say: sentence => done.push(sentence)
  });
  return { commands, done };
}

describe('the commands of a course folder', () => {
  afterEach(() => {
    Notification.dismiss();
  });

  it('neither show nor work for those who are no trainers', () => {
    const { commands } = build({ isTrainer: false });

    for (const command of ALL) {
      expect(commands.isVisible(command)).toBe(false);
      expect(commands.isEnabled(command)).toBe(false);
    }
  });

  it('need a file or folder, but for a new course', () => {
    const { commands } = build({ target: null });

    expect(ALL.filter(command => commands.isEnabled(command))).toEqual([NEW_COURSE]);
    expect(ALL.filter(command => commands.isEnabled(command, { path: 'x' }))).toEqual(ALL);
  });

  it('preview only where a learner’s window can be opened', () => {
    const { commands } = build({ mayPreview: false });

    expect(commands.isEnabled(PREVIEW_COURSE)).toBe(false);
  });

  it('offer the folder that was chosen, or ask for one', async () => {
    const { commands, done } = build();

    await commands.execute(OPEN_COURSE_FOLDER, { path: 'chosen' });
    await commands.execute(OPEN_COURSE_FOLDER);

    expect(done).toEqual([
      'open chosen',
      'The course c is offered. Check: 1 error.',
      'open here',
      'The course c is offered. Check: 1 error.'
    ]);
  });

  it('open what one writes first in a new course', async () => {
    const { commands, done } = build();

    await commands.execute(NEW_COURSE);

    expect(done).toEqual([
      'make here/new Title',
      'document here/new/course.yaml',
      'document here/new/m/a.ipynb',
      'The course Title is made. Its first notebook is open.'
    ]);
  });

  it('show what is to be mended, and say how much', async () => {
    const { commands, done } = build();

    await commands.execute(CHECK_COURSE);

    expect(done).toEqual(['panel course', 'Check of the course: 1 error.']);
  });

  it('save what is open, offer the folder, and open the window at the course', async () => {
    const { commands, done } = build();

    await commands.execute(PREVIEW_COURSE, { path: 'course/m/a.ipynb' });

    expect(done).toEqual([
      'save course',
      'open course/m/a.ipynb',
      'persona {"name":"preview","course":"c"}'
    ]);
  });

  it('say in a notification what the server refused, and that the files are safe', async () => {
    const refused = new HybridError('there is no course', 'not_found', 404);
    const { commands } = build({ lint: () => Promise.reject(refused) });

    await commands.execute(CHECK_COURSE);

    const [{ message: words }] = Notification.manager.notifications;
    expect(words).toContain('there is no course');
    expect(words).toContain('Your files are safe.');
  });

  it('preview nothing that was not saved, and do not call it safe on the disk', async () => {
    const { commands, done } = build({ saveAll: () => Promise.reject(new Error('Cancel')) });

    await commands.execute(PREVIEW_COURSE);

    const [{ message: words }] = Notification.manager.notifications;
    expect(words).toContain('not all of the course was saved');
    expect(words).not.toContain('Your files are safe.');
    expect(done).toEqual([]);
  });

  it.each([
    [OPEN_COURSE_FOLDER, 'The course c is offered, but', ['open course']],
    [
      NEW_COURSE,
      'The course Title is made, but',
      [
        'make here/new Title',
        'document here/new/course.yaml',
        'document here/new/m/a.ipynb',
        'The course Title is made. Its first notebook is open.'
      ]
    ]
  ])('%s says what was done although the check failed', async (command, begin, all) => {
    const { commands, done } = build({ lint: () => Promise.reject(new Error('broken')) });

    await commands.execute(command, { path: 'course' });

    const [{ message: words }] = Notification.manager.notifications;
    expect(words).toContain(`${begin} it could not be checked.`);
    expect(done).toEqual(all);
  });
});
