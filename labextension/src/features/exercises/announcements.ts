/** Says each thing once in this window, however many views of a notebook hear of it. */
export class Announcements {
  constructor(private readonly _say: (sentence: string) => void) {}

  /** Say a sentence, unless one was said under the same name before. */
  say(name: string, sentence: string): void {
    if (!this._said.has(name)) {
      this._said.add(name);
      this._say(sentence);
    }
  }

  private readonly _said = new Set<string>();
}
