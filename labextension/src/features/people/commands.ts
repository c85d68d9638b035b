import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { IHybridApi } from '../../api/tokens';
import { failureWords } from '../../shared/failure';
import { isKey } from '../../shared/stepRelease';
import { PERSONA } from './persona';
import { OPEN_PERSONA } from './tokens';

/** Query parameter under which the Courses panel takes the course that it begins with. */
const COURSE = 'hybrid-course';

/** A key of the server, as the `pattern` of an input field. */
const NAME_PATTERN = '[a-z0-9][a-z0-9_\\-]{0,63}';

export interface IPersonaCommandOptions {
  readonly api: IHybridApi;
  readonly trans: TranslationBundle;
  readonly baseUrl: string;
  /** Whether the person of this window may do it. */
  readonly isOwner: () => boolean;
  /** Open an address in a window of its own; false if the browser does not let us. */
  readonly openWindow: (url: string) => boolean;
}

/** The address of the window of a persona, at a course or as it was left. */
export function personaUrl(
  baseUrl: string,
  name: string,
  token: string,
  course: string | null = null
): string {
  const workspace = URLExt.join(baseUrl, 'lab/workspaces', `hybrid-${name}`);
  const at = course === null ? '' : `&${COURSE}=${encodeURIComponent(course)}`;
  return `${workspace}?${PERSONA}=${encodeURIComponent(token)}${at}`;
}

/** Add the command that opens a learner's window. */
export function addPersonaCommand(
  commands: CommandRegistry,
  options: IPersonaCommandOptions
): void {
  const { trans, isOwner } = options;
  commands.addCommand(OPEN_PERSONA, {
    label: trans.__('Open a Learner’s Window…'),
    caption: trans.__('See the courses through the eyes of a learner'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          name: { type: 'string', description: trans.__('Name of the persona; asked for without') },
          course: { type: 'string', description: trans.__('Key of the course to begin with') }
        }
      }
    },
    isEnabled: isOwner,
    isVisible: isOwner,
    execute: async args => {
      const name = isKey(args.name) ? args.name : await askName(trans);
      if (name !== null) {
        await openPersona(name, isKey(args.course) ? args.course : null, options);
      }
    }
  });
}

async function askName(trans: TranslationBundle): Promise<string | null> {
  const { button, value } = await InputDialog.getText({
    title: trans.__('Open a learner’s window'),
    label: trans.__(
      'Name of the learner. It is still you, looking through a learner’s eyes: no security boundary.'
    ),
    text: 'learner',
    pattern: NAME_PATTERN,
    required: true,
    okLabel: trans.__('Open')
  });
  return button.accept && isKey(value) ? value : null;
}

async function openPersona(
  name: string,
  course: string | null,
  { api, trans, baseUrl, openWindow }: IPersonaCommandOptions
): Promise<void> {
  try {
    const { token } = await api.createPersona(name);
    if (!openWindow(personaUrl(baseUrl, name, token, course))) {
      await tell(
        trans.__('The window did not open'),
        trans.__('Allow this page to open windows, and try again.'),
        trans
      );
    }
  } catch (error) {
    await tell(trans.__('The window did not open'), failureWords(error, trans), trans);
  }
}

async function tell(title: string, body: string, trans: TranslationBundle): Promise<void> {
  await showDialog({ title, body, buttons: [Dialog.okButton({ label: trans.__('Ok') })] });
}
