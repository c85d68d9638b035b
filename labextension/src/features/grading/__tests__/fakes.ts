/** What the specs of grading show. */
import { nullTranslator } from '@jupyterlab/translation';
import { vi } from 'vitest';

import { HybridError } from '../../../api/errors';
import type { IHybridApi } from '../../../api/tokens';
import { DateWords } from '../../../shared/dates';
import { GradingModel } from '../model';
import type { IAnswerToGrade, ICellToGrade, IToGradeItem } from '../state';

export const trans = nullTranslator.load('x');
const NOW = new Date('2026-11-22T20:00:00Z');
export const dates = new DateWords(trans, { language: 'en', timeZone: 'UTC', now: () => NOW });

const NAMES = { ada: 'Ada', bob: 'Bob' };

export function item(
  attempt: string,
  points: number | null = null,
  name: keyof typeof NAMES = 'ada'
): IToGradeItem {
  return {
    attempt,
    module: 'm',
    step: 's',
    exercise: 'why',
    learner: { name, display_name: NAMES[name] },
    submitted_at: '2026-11-22T18:00:00Z',
    cells: [{ cell: 'why', points, max_points: 2, comment: '', graded_by: null }]
  };
}

export function answer(attempt: string, more: Partial<ICellToGrade> = {}): IAnswerToGrade {
  const { cells, ...rest } = item(attempt);
  return {
    ...rest,
    language: 'python',
    is_latest: true,
    others: [],
    cells: [
      {
        ...cells[0],
        task: [{ cell_type: 'markdown', source: 'Why?' }],
        answer: [{ cell_type: 'markdown', source: '<img src=x onerror=alert(1)>' }],
        solution: 'because',
        scheme: '',
        ...more
      }
    ]
  };
}

/** A model over a server that knows some answers; `stored` is what it was given. */
export function build(items: readonly IToGradeItem[]) {
  let known = [...items];
  const stored: unknown[] = [];
  const api = {
    courses: vi.fn<IHybridApi['courses']>(async () =>
      Promise.resolve({ courses: [{ key: 'c', title: trans.__('C') }], broken: [] } as never)
    ),
    toGrade: vi.fn<IHybridApi['toGrade']>(async (_, { state }) => {
      const waits = (each: IToGradeItem): boolean => each.cells[0].points === null;
      const shown = known.filter(each => state === 'all' || waits(each) === (state === 'waiting'));
      const nWaiting = known.filter(waits).length;
      const nGraded = known.length - nWaiting;
      return Promise.resolve({
        items: shown,
        exercises: [
          { module: 'm', step: 's', exercise: 'why', n_waiting: nWaiting, n_graded: nGraded }
        ]
      });
    }),
    answerToGrade: vi.fn<IHybridApi['answerToGrade']>(async (_, attempt) => {
      const found = known.find(each => each.attempt === attempt);
      return found === undefined
        ? Promise.reject(new HybridError('there is none', 'not_found', 404))
        : Promise.resolve(answer(attempt, found.cells[0]));
    }),
    giveGrade: vi.fn<IHybridApi['giveGrade']>(async (_, { attempt }, given) => {
      stored.push([attempt, given]);
      known = known.map(each => (each.attempt === attempt ? item(attempt, given.points) : each));
      return Promise.resolve(answer(attempt));
    })
  };
  const said: string[] = [];
  const graded = vi.fn<(course: string) => void>();
  const model = new GradingModel({
    api,
    trans,
    graded,
    say: sentence => {
      said.push(sentence);
    }
  });
  return { api, model, stored, said, graded };
}
