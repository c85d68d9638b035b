import type { IDisposable } from '@lumino/disposable';

/** Below this pause some screen readers take a change for the text that they have just read. */
const PAUSE_MS = 50;

/**
 * Says sentences through a screen reader, politely and once.
 *
 * It stands beside the application, not in a panel: a region that is scrolled out of a windowed
 * notebook, or that is built together with its text, is never read out.
 */
export class LiveRegion implements IDisposable {
  constructor() {
    this._node = document.createElement('div');
    this._node.className = 'jp-Hybrid-LiveRegion jp-Hybrid-visuallyHidden';
    this._node.setAttribute('role', 'status');
    this._node.setAttribute('aria-live', 'polite');
    document.body.appendChild(this._node);
  }

  get isDisposed(): boolean {
    return !this._node.isConnected;
  }

  /** Say a sentence; saying the same twice is heard twice, and what follows at once is joined on. */
  say(sentence: string): void {
    window.clearTimeout(this._timer);
    this._waiting.push(sentence);
    this._node.textContent = '';
    this._timer = window.setTimeout(() => {
      this._node.textContent = this._waiting.splice(0).join(' ');
    }, PAUSE_MS);
  }

  dispose(): void {
    window.clearTimeout(this._timer);
    this._node.remove();
  }

  private readonly _node: HTMLDivElement;
  private readonly _waiting: string[] = [];
  private _timer: number | undefined;
}
