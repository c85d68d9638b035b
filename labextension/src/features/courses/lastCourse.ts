const LAST = 'jupyter-hybrid:last-course';

/** Remembers in this browser which course each person used last. */
export class LastCourse {
  constructor(private readonly _storage: Pick<Storage, 'getItem' | 'setItem'>) {}

  /** Key of the course, or null; it may be gone by now. */
  get(person: string): string | null {
    try {
      return this._storage.getItem(`${LAST}:${person}`);
    } catch {
      // A browser that keeps nothing for this page: the course is then asked for once more.
      return null;
    }
  }

  set(person: string, course: string): void {
    try {
      this._storage.setItem(`${LAST}:${person}`, course);
    } catch {
      // Full or forbidden: nothing but a shortcut is missing.
    }
  }
}
