import type { Contents } from '@jupyterlab/services';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ILintReport } from '../../../api/types';
import { CourseChecks } from '../checks';
import { isInCourseFolder, pathInFolder } from '../courseFolder';
import { deferred, message, report } from './fakes';

describe('CourseChecks', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function build(answers: (ILintReport | Promise<ILintReport> | Error)[]): {
    checks: CourseChecks;
    asked: string[];
  } {
    const asked: string[] = [];
    const lint = (path: string): Promise<ILintReport> => {
      asked.push(path);
      const answer = answers.length > 1 ? answers.splice(0, 1)[0] : answers[0];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    return { checks: new CourseChecks({ api: { lint } }), asked };
  }

  it('asks once for many files that are saved together', async () => {
    const { checks, asked } = build([report([message()]), report()]);
    await checks.check('course/m/a.ipynb');

    checks.saved('course/m/a.ipynb');
    checks.saved('course/course.yaml');
    checks.saved('elsewhere/x.ipynb');
    await vi.advanceTimersByTimeAsync(1_000);

    expect(asked).toEqual(['course/m/a.ipynb', 'course']);
    expect(checks.get('course').report?.messages).toEqual([]);
  });

  it('does not take a folder for another whose name begins alike', async () => {
    const { checks } = build([report([], 'course')]);
    await checks.check('course');

    expect(checks.folderOf('course/m/a.ipynb')).toBe('course');
    expect(checks.folderOf('course-2/a.ipynb')).toBeNull();
  });

  it('asks for the file of a course that is the server’s root', async () => {
    const { checks, asked } = build([report([], '')]);
    await checks.check('');

    checks.saved('m/a.ipynb');
    await vi.advanceTimersByTimeAsync(1_000);

    expect(asked).toEqual(['course.yaml', 'course.yaml']);
  });

  it('keeps what it knew, and says why, when a check fails', async () => {
    const failure = new Error('gone');
    const { checks } = build([report([message()]), failure]);
    await checks.check('course');
    const seen: boolean[] = [];
    checks.changed.connect(() => seen.push(checks.get('course').isChecking));

    await expect(checks.check('course')).rejects.toBe(failure);

    expect(checks.get('course').failure).toBe(failure);
    expect(checks.get('course').report?.messages).toHaveLength(1);
    expect(seen).toEqual([true, false]);
  });

  it('lets no late answer replace that of a check that began after it', async () => {
    const [first, second] = [deferred<ILintReport>(), deferred<ILintReport>()];
    const { checks } = build([report(), first.promise, second.promise]);
    await checks.check('course');

    const older = checks.check('course');
    const newer = checks.check('course');
    second.resolve(report());
    await newer;
    expect(checks.get('course').isChecking).toBe(true);
    first.resolve(report([message()]));
    await older;

    expect(checks.get('course')).toMatchObject({ number: 3, isChecking: false });
    expect(checks.get('course').report?.messages).toEqual([]);
  });

  it('is done with an outer course when the file lies in one inside of it', async () => {
    const { checks } = build([report([], ''), report([], 'sub')]);
    await checks.check('');

    await checks.check('sub/a.ipynb');

    expect(checks.get('').isChecking).toBe(false);
    expect(checks.get('sub').isChecking).toBe(false);
  });

  it('asks no more when it is disposed of', async () => {
    const { checks, asked } = build([report()]);
    await checks.check('course');

    checks.saved('course/a.ipynb');
    checks.dispose();
    await vi.advanceTimersByTimeAsync(1_000);

    expect(asked).toHaveLength(1);
  });
});

describe('a course folder', () => {
  const folders: Record<string, string[]> = {
    course: ['course.yaml', 'm'],
    'course/m': ['a.ipynb']
  };
  const contents = {
    get: (path: string, options?: Contents.IFetchOptions) => {
      const names = folders[path] as string[] | undefined;
      return names === undefined
        ? Promise.reject(new Error('403'))
        : Promise.resolve({
            content: options?.content === true ? names.map(name => ({ name, type: 'file' })) : null
          } as never);
    }
  };

  it('is found above a file, however deep, and past folders that cannot be read', async () => {
    expect(await isInCourseFolder(contents, 'course/m/a.ipynb')).toBe(true);
    expect(await isInCourseFolder(contents, 'course/closed/deep/a.ipynb')).toBe(true);
    expect(await isInCourseFolder(contents, 'other/a.ipynb')).toBe(false);
    expect(await isInCourseFolder(contents, 'a.ipynb')).toBe(false);
  });

  it('holds files below it only', () => {
    expect(pathInFolder('course', 'course/m/a.ipynb')).toBe('m/a.ipynb');
    expect(pathInFolder('course', 'course2/a.ipynb')).toBeNull();
    expect(pathInFolder('', 'm/a.ipynb')).toBe('m/a.ipynb');
  });
});
