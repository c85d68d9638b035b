import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

/** What a new course is made of. */
export interface INewCourse {
  /** Folder to make, below the server's root. */
  readonly path: string;
  readonly title: string;
}

/** Ask for folder and title of a new course; null if it is called off. */
export async function askNewCourse(
  trans: TranslationBundle,
  folder: string
): Promise<INewCourse | null> {
  const { button, value } = await showDialog<INewCourse>({
    title: trans.__('New course'),
    body: new NewCourseBody(trans, folder),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Make') })
    ],
    focusNodeSelector: 'input'
  });
  return button.accept ? value : null;
}

/** Ask for a course folder; null if it is called off. */
export async function askFolder(trans: TranslationBundle, folder: string): Promise<string | null> {
  const { button, value } = await InputDialog.getText({
    title: trans.__('Open a folder as a course'),
    label: trans.__('The folder with the course.yaml, below the folder of this server'),
    text: folder,
    okLabel: trans.__('Open')
  });
  return button.accept && value !== null ? trimmed(value) : null;
}

function trimmed(path: string): string {
  return path.trim().replace(/^\/+|\/+$/g, '');
}

class NewCourseBody extends Widget implements Dialog.IBodyWidget<INewCourse> {
  constructor(trans: TranslationBundle, folder: string) {
    super();
    this.addClass('jp-Hybrid-NewCourse');
    this._title = this._addField(trans.__('Title'), '', 200);
    this._offered = PathExt.join(folder, trans.__('my_course'));
    this._path = this._addField(trans.__('Folder to make'), this._offered, 4096);
  }

  /** What is left empty is made up: the folder as it was offered, the title from the folder. */
  getValue(): INewCourse {
    const path = trimmed(this._path.value) || this._offered;
    return { path, title: this._title.value.trim() || PathExt.basename(path) };
  }

  private _addField(label: string, value: string, maxLength: number): HTMLInputElement {
    const field = document.createElement('label');
    const words = document.createElement('span');
    const input = document.createElement('input');
    words.textContent = label;
    input.className = 'jp-mod-styled jp-Hybrid-Input';
    input.type = 'text';
    input.required = true;
    input.maxLength = maxLength;
    input.value = value;
    field.append(words, input);
    this.node.append(field);
    return input;
  }

  private readonly _title: HTMLInputElement;
  private readonly _path: HTMLInputElement;
  private readonly _offered: string;
}
