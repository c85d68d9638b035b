import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

const COURSE_FILE = 'course.yaml';

/** The path of a file relative to a course folder, or null if it lies outside. */
export function pathInFolder(folder: string, path: string): string | null {
  if (folder === '') {
    return path;
  }
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

/** A path of the server's root as one that the server can be asked about: never empty. */
export function askablePath(folder: string): string {
  return folder === '' ? COURSE_FILE : folder;
}

/** Where a file of a course lies below the server's root. */
export function pathOfFile(folder: string, file: string): string {
  return PathExt.join(folder, file);
}

/**
 * Whether some folder around a file holds a `course.yaml`.
 *
 * It reads listings, because asking for a file that is not there is an error in the console of
 * everybody who opens a notebook outside a course.
 */
export async function isInCourseFolder(
  contents: Pick<Contents.IManager, 'get'>,
  path: string
): Promise<boolean> {
  for (let folder = PathExt.dirname(path); ; folder = PathExt.dirname(folder)) {
    if (await holdsCourseFile(contents, folder)) {
      return true;
    }
    if (folder === '') {
      return false;
    }
  }
}

async function holdsCourseFile(
  contents: Pick<Contents.IManager, 'get'>,
  folder: string
): Promise<boolean> {
  try {
    const listing = await contents.get(folder, { type: 'directory', content: true });
    const content: unknown = listing.content;
    const entries = (Array.isArray(content) ? content : []) as Contents.IModel[];
    return entries.some(({ name, type }) => name === COURSE_FILE && type === 'file');
  } catch {
    // a folder that may not be read holds nothing that could be worked on
    return false;
  }
}
