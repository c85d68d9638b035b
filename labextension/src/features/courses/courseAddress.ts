import { isKey } from '../../shared/stepRelease';

/** Query parameter that names the course to begin with. */
export const COURSE = 'hybrid-course';

/** The course that the window's address names, or null; takes it out of the address. */
export function takeCourse(
  location: { href: string },
  replace: (url: string) => void
): string | null {
  const url = new URL(location.href);
  const course = url.searchParams.get(COURSE);
  if (course === null) {
    return null;
  }
  url.searchParams.delete(COURSE);
  replace(url.toString());
  return isKey(course) ? course : null;
}
