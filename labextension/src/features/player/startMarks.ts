import { isTemporary, retryDelay } from '../../api/retry';
import type { IHybridApi } from '../../api/tokens';
import type { IPerson } from '../../api/types';
import type { IClock } from '../../shared/clock';
import { KeptMarks } from './keptMarks';
import type { StepMarks } from './marks';

export interface IKeepMarksOptions {
  readonly api: Pick<IHybridApi, 'me'>;
  readonly baseUrl: string;
  readonly clock: IClock;
  /** The browser's own, which may throw; another in tests. */
  readonly storage?: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

/**
 * Let marks outlive this window, and send what an earlier window of the same person left.
 *
 * Until it is known who that is, they wait in the window only.
 */
export async function keepMarks(
  marks: StepMarks,
  options: IKeepMarksOptions,
  nTries = 1
): Promise<void> {
  const { api, baseUrl, clock, storage = () => window.localStorage } = options;
  let person: IPerson;
  try {
    person = await api.me();
  } catch (error) {
    if (isTemporary(error)) {
      clock.later(retryDelay(nTries, clock.random()), () => {
        void keepMarks(marks, options, nTries + 1);
      });
    }
    return;
  }
  await marks.adopt(new KeptMarks(storage, { baseUrl, person }));
}
