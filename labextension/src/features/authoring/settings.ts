import { isRecord } from '../../shared/stepRelease';

/** When the worked solution may be read. */
export type SolutionPolicy = 'passed' | 'give_up' | 'never';

export const SOLUTION_POLICIES: readonly SolutionPolicy[] = ['passed', 'give_up', 'never'];

export interface IHint {
  readonly text: string;
  /** Failed attempts after which it is given; null for as many as there are hints up to it. */
  readonly after: number | null;
}

/** What the author says of one exercise; null where the course decides. */
export interface ISettings {
  readonly exercise: string | null;
  readonly hints: readonly IHint[];
  readonly attempts: number | null;
  readonly pauseS: number | null;
  readonly solution: SolutionPolicy | null;
  readonly giveUpAfter: number | null;
}

/** The bounds that the server sets. */
export const BOUNDS = {
  attempts: { min: 1, max: 10_000 },
  pauseS: { min: 0, max: 86_400 },
  giveUpAfter: { min: 0, max: 1_000 },
  after: { min: 1, max: 1_000 }
} as const;

export const MAX_HINTS = 20;
export const MAX_HINT_LENGTH = 2_000;

/** What a cell's `jupyter_hybrid` metadata say, as far as it can be understood. */
export function readSettings(hybrid: unknown): ISettings {
  const block = isRecord(hybrid) ? hybrid : {};
  const hints = Array.isArray(block.hints) ? block.hints : [];
  return {
    exercise: typeof block.exercise === 'string' ? block.exercise : null,
    hints: hints.map(readHint).filter(hint => hint !== null),
    attempts: readNumber(block.attempts),
    pauseS: readNumber(block.pause_s),
    solution: SOLUTION_POLICIES.find(policy => policy === block.solution) ?? null,
    giveUpAfter: readNumber(block.give_up_after)
  };
}

/** Whether anything is said at all. */
export function saysAnything(settings: ISettings): boolean {
  return changeSettings(undefined, settings) !== null;
}

function readHint(hint: unknown): IHint | null {
  if (typeof hint === 'string') {
    return { text: hint, after: null };
  }
  return isRecord(hint) && typeof hint.text === 'string'
    ? { text: hint.text, after: readNumber(hint.after) }
    : null;
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const KEYS: Record<keyof ISettings, string> = {
  exercise: 'exercise',
  hints: 'hints',
  attempts: 'attempts',
  pauseS: 'pause_s',
  solution: 'solution',
  giveUpAfter: 'give_up_after'
};

/**
 * The `jupyter_hybrid` metadata with some settings changed, or null if nothing is left in it.
 *
 * Everything else that stands there is kept; what is null or empty is taken out.
 */
export function changeSettings(
  hybrid: unknown,
  changes: Partial<ISettings>
): Record<string, unknown> | null {
  const block: Record<string, unknown> = isRecord(hybrid) ? { ...hybrid } : {};
  for (const [name, value] of Object.entries(changes) as [keyof ISettings, unknown][]) {
    const written = name === 'hints' ? writtenHints(changes.hints ?? []) : value;
    if (written === null || written === '' || (Array.isArray(written) && written.length === 0)) {
      Reflect.deleteProperty(block, KEYS[name]);
    } else {
      block[KEYS[name]] = written;
    }
  }
  return Object.keys(block).length === 0 ? null : block;
}

function writtenHints(hints: readonly IHint[]): unknown[] {
  return hints
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, after }) => (after === null ? text : { text, after }));
}
