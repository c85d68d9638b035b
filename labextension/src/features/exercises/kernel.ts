import type { Kernel } from '@jupyterlab/services';

import type { IMissing } from '../../api/types';

/** What is needed of a kernel to ask it. */
export type IAskedKernel = Pick<Kernel.IKernelConnection, 'status' | 'info' | 'requestExecute'>;

const DEADLINE_MS = 3_000;
const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]{0,199}$/u;

/**
 * Whether a learner's own kernel has what was missing when the answers ran from the top.
 *
 * It looks and runs nothing of the learner's: no code, no history, no output, and no module is
 * imported. Null where it cannot be asked now: no Python kernel, a busy one, a strange name.
 */
export async function kernelHas(
  kernel: IAskedKernel | null,
  missing: IMissing
): Promise<boolean | null> {
  const question = questionFor(missing);
  if (kernel === null || question === null) {
    return null;
  }
  let timer: number | undefined;
  const late = new Promise<null>(resolve => {
    timer = window.setTimeout(resolve, DEADLINE_MS, null);
  });
  try {
    return await Promise.race([ask(kernel, question), late]);
  } catch {
    // It died, or the connection to it did: the sentence does without it.
    return null;
  } finally {
    window.clearTimeout(timer);
  }
}

async function ask(kernel: IAskedKernel, question: string): Promise<boolean | null> {
  const { language_info: language } = await kernel.info;
  if (language.name !== 'python' || kernel.status !== 'idle') {
    return null;
  }
  const { content } = await kernel.requestExecute(
    {
      code: '',
      silent: true,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false,
      user_expressions: { has: question }
    },
    true
  ).done;
  return content.status === 'ok' ? readAnswer(content.user_expressions.has) : null;
}

function readAnswer(value: unknown): boolean | null {
  const text = (value as { data?: Record<string, unknown> } | undefined)?.data?.['text/plain'];
  return text === 'True' ? true : text === 'False' ? false : null;
}

/** A Python expression that is true where the kernel has it, or null for a name that is none. */
export function questionFor({ kind, name }: IMissing): string | null {
  if (kind === 'file') {
    const isPath = name !== '' && name.length <= 4_096 && !name.includes('\0');
    return isPath ? `__import__('os').path.exists(${pythonText(name)})` : null;
  }
  const names = name.split('.');
  if (!names.every(each => IDENTIFIER.test(each))) {
    return null;
  }
  if (kind === 'variable') {
    return names.length === 1 ? `${pythonText(name)} in globals()` : null;
  }
  // Only a module at the top is found without running its parents.
  const isLoaded = `${pythonText(name)} in __import__('sys').modules`;
  return names.length === 1
    ? `${isLoaded} or __import__('importlib.util').util.find_spec(${pythonText(name)}) is not None`
    : isLoaded;
}

/** A Python literal in ASCII, which no character of the text can end. */
function pythonText(text: string): string {
  const escaped = Array.from(text, character => {
    const code = character.codePointAt(0) ?? 0;
    return /[\w ./-]/.test(character) ? character : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `'${escaped.join('')}'`;
}
