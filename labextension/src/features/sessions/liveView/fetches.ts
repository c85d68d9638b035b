import { Sanitizer } from '@jupyterlab/apputils';
import type { IRenderMime } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Marks a button that stands for something of another host. */
const FETCH = 'jp-Hybrid-Fetch';

/** Attributes that make a browser fetch or send something without being asked to follow a link. */
const FETCHING = ['poster', 'srcset', 'background', 'data', 'ping', 'action', 'formaction'];

/** What in a style can fetch: addresses, and the escapes that can hide one. */
const FETCHING_STYLE = /url\s*\(|image\s*\(|image-set\s*\(|cross-fade|src\s*\(|@|\\/i;

/** Only what has one of these is looked at again; plain text and most tables have none. */
const SUSPICIOUS = /(src|style|href|autoplay|poster|srcset|background|data|ping|action)\s*=/i;

/**
 * Cleans HTML as JupyterLab does, and then takes out all that asks a server for something.
 *
 * Each image of a web page tells its host who looks at it and when; and an address of the learner's
 * own server would be asked in the learner's name. What another host has is left as a button, which
 * says the host; the learner decides.
 */
export class FetchlessSanitizer extends Sanitizer {
  constructor(private readonly _trans: TranslationBundle) {
    super();
    // a click on such an element would run a command in the learner's JupyterLab
    this.setAllowCommandLinker(false);
  }

  sanitize(dirty: string, options?: IRenderMime.ISanitizerOptions): string {
    const clean = super.sanitize(dirty, options);
    if (!SUSPICIOUS.test(clean)) {
      return clean;
    }
    // nothing in a template is fetched or run
    const template = document.createElement('template');
    template.innerHTML = clean;
    template.content.querySelectorAll<HTMLElement>('*').forEach(element => {
      this._disarm(element);
    });
    return template.innerHTML;
  }

  /** Fetch from this address from now on, because the learner wants it. */
  allow(url: string): void {
    this._allowed.add(url);
  }

  private _disarm(element: HTMLElement): void {
    for (const name of FETCHING) {
      element.removeAttribute(name);
    }
    // would begin to speak by itself
    element.removeAttribute('autoplay');
    if (FETCHING_STYLE.test(element.getAttribute('style') ?? '')) {
      element.removeAttribute('style');
    }
    if (element.hasAttribute('href') && !element.matches('a, area')) {
      element.removeAttribute('href');
    }
    if (element.hasAttribute('src')) {
      this._disarmSource(element, element.getAttribute('src') ?? '');
    }
  }

  private _disarmSource(element: HTMLElement, source: string): void {
    const url = addressOf(source);
    const isMedium = element.matches('img, audio, video');
    if (isMedium && (url?.protocol === 'data:' || url?.protocol === 'attachment:')) {
      return;
    }
    element.removeAttribute('src');
    if (!isMedium || url === null || !isOfAnotherHost(url)) {
      return;
    }
    if (this._allowed.has(url.href)) {
      setSource(element, url.href);
    } else {
      element.replaceWith(this._button(element, url));
    }
  }

  private _button(element: HTMLElement, { href, host }: URL): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = FETCH;
    button.title = href;
    button.dataset.hybridFetch = href;
    button.dataset.hybridKind = element.localName;
    const alt = element.getAttribute('alt') ?? '';
    button.textContent = [this._label(element.localName, host), alt].filter(Boolean).join(': ');
    return button;
  }

  private _label(kind: string, host: string): string {
    switch (kind) {
      case 'img':
        return this._trans.__('Load image from %1', host);
      case 'video':
        return this._trans.__('Load video from %1', host);
      default:
        return this._trans.__('Load audio from %1', host);
    }
  }

  private readonly _allowed = new Set<string>();
}

/** Puts in what a button of a sanitizer stands for when it is pressed in `node`; as long as that lives. */
export function fetchOnPress(node: HTMLElement, sanitizer: FetchlessSanitizer): void {
  node.addEventListener('click', event => {
    const pressed = event.target instanceof Element ? event.target.closest(`.${FETCH}`) : null;
    const url = pressed instanceof HTMLElement ? pressed.dataset.hybridFetch : undefined;
    if (url === undefined) {
      return;
    }
    // the button may stand in a link
    event.preventDefault();
    sanitizer.allow(url);
    for (const button of node.querySelectorAll<HTMLElement>(`.${FETCH}`)) {
      if (button.dataset.hybridFetch === url) {
        reveal(button, url, button === pressed);
      }
    }
  });
}

function reveal(button: HTMLElement, url: string, isPressed: boolean): void {
  const kind = button.dataset.hybridKind;
  const medium = document.createElement(kind === 'video' || kind === 'audio' ? kind : 'img');
  medium.setAttribute('alt', (button.textContent ?? '').split(': ').slice(1).join(': '));
  setSource(medium, url);
  button.replaceWith(medium);
  if (isPressed) {
    // the focus would be lost with the button
    medium.tabIndex = -1;
    medium.focus({ preventScroll: true });
  }
}

function setSource(medium: HTMLElement, url: string): void {
  medium.setAttribute('referrerpolicy', 'no-referrer');
  if (!medium.matches('img')) {
    medium.setAttribute('controls', '');
  }
  medium.setAttribute('src', url);
}

/** An address as the browser would read it, or null if it is none. */
function addressOf(source: string): URL | null {
  try {
    return new URL(source, window.location.href);
  } catch {
    return null;
  }
}

function isOfAnotherHost({ protocol, origin }: URL): boolean {
  return (protocol === 'http:' || protocol === 'https:') && origin !== window.location.origin;
}
