import type { TranslationBundle } from '@jupyterlab/translation';

import type { IDryRun } from '../../api/types';
import { failureWords } from '../../shared/failure';
import { formatPoints } from '../../shared/points';
import type { DryRunState } from './dryRuns';
import type { IdProblem, IMarks, Role } from './roles';
import { isGraded } from './roles';
import type { SolutionPolicy } from './settings';
import type { IStripView } from './state';

/** What a cell is for, in a few words. */
export function roleWords(trans: TranslationBundle, role: Role): string {
  switch (role) {
    case 'none':
      return trans.__('Text or code');
    case 'answer':
      return trans.__('Answer');
    case 'tests':
      return trans.__('Tests');
    case 'manual':
      return trans.__('Answer graded by hand');
    case 'locked':
      return trans.__('Read-only');
    case 'task':
      return trans.__('Task');
  }
}

/** What learners and graders do with such a cell. */
export function roleAdvice(trans: TranslationBundle, role: Role): string {
  switch (role) {
    case 'none':
      return trans.__('Learners may change it; nothing is graded.');
    case 'answer':
      return trans.__('Learners write here; the tests below give the points.');
    case 'tests':
      return trans.__('Grades the answers above; learners cannot change it.');
    case 'manual':
      return trans.__('Learners write here; a person gives the points.');
    case 'locked':
      return trans.__('Learners see it and cannot change it.');
    case 'task':
      return trans.__('Learners add cells of their own below; a person gives the points.');
  }
}

export function policyWords(trans: TranslationBundle, policy: SolutionPolicy | null): string {
  switch (policy) {
    case null:
      return trans.__('As the course says');
    case 'passed':
      return trans.__('After passing');
    case 'give_up':
      return trans.__('After passing or giving up');
    case 'never':
      return trans.__('Never');
  }
}

/** Why an id cannot be used, and what to do. */
export function idProblemWords(trans: TranslationBundle, problem: IdProblem): string {
  switch (problem) {
    case 'empty':
      return trans.__('The cell needs an id.');
    case 'letters':
      return trans.__('Use only letters, digits, - and _, at most 128 of them.');
    case 'taken':
      return trans.__('Another cell of this notebook has this id.');
  }
}

/** "2 points". */
export function pointsOnly(trans: TranslationBundle, points: number): string {
  return trans._n('%2 point', '%2 points', points, formatPoints(points));
}

/** "Tests: test_mean · 2 points · hidden tests". */
export function marksWords(
  trans: TranslationBundle,
  { marks, hasHiddenTests, nHints }: Pick<IStripView, 'marks' | 'hasHiddenTests' | 'nHints'>
): string {
  const role = roleWords(trans, marks.role);
  const parts = [marks.id === '' ? role : trans.__('%1: %2', role, marks.id)];
  if (isGraded(marks.role)) {
    parts.push(pointsOnly(trans, marks.points));
  }
  if (hasHiddenTests) {
    parts.push(trans.__('hidden tests'));
  }
  if (nHints > 0) {
    parts.push(trans._n('%1 hint', '%1 hints', nHints));
  }
  return parts.join(' · ');
}

/** Said when a cell got another role. */
export function newRoleWords(trans: TranslationBundle, number: number, marks: IMarks): string {
  return trans.__(
    'Cell %1 is now: %2',
    number,
    marksWords(trans, { marks, hasHiddenTests: false, nHints: 0 })
  );
}

/** "2 errors, 1 warning", or that there is nothing to mend. */
export function countWords(
  trans: TranslationBundle,
  { nErrors, nWarnings }: { readonly nErrors: number; readonly nWarnings: number }
): string {
  const parts = [
    ...(nErrors > 0 ? [trans._n('%1 error', '%1 errors', nErrors)] : []),
    ...(nWarnings > 0 ? [trans._n('%1 warning', '%1 warnings', nWarnings)] : [])
  ];
  return parts.length === 0 ? trans.__('Nothing to mend') : parts.join(', ');
}

export function severityWords(trans: TranslationBundle, severity: 'error' | 'warning'): string {
  return severity === 'error' ? trans.__('Error') : trans.__('Warning');
}

/** What a dry run gave, as one line. */
export function dryRunWords(trans: TranslationBundle, result: IDryRun): string {
  const { reference_points: reference, untouched_points: untouched } = result;
  return trans.__(
    'Your solution: %1 of %2. Untouched: %3.',
    formatPoints(reference),
    pointsOnly(trans, result.max_points),
    pointsOnly(trans, untouched)
  );
}

/** Where the tests will run for everybody, or null if a kernel's output is judged. */
export function trustWords(trans: TranslationBundle, trust: IDryRun['trust']): string | null {
  switch (trust) {
    case 'split':
      return trans.__('The tests run apart from the answer.');
    case 'sealed':
      return trans.__('The tests run in a sealed copy of the answer’s process.');
    case 'shared':
      return trans.__('The tests run beside the answer: learners can deceive them.');
    case null:
      return null;
  }
}

/** Said when a dry run is over. */
export function dryRunSpoken(trans: TranslationBundle, state: DryRunState): string {
  switch (state.kind) {
    case 'running':
      return trans.__('Dry run…');
    case 'unsaved':
    case 'failed':
      return dryRunFailure(trans, state);
    case 'done':
      return [
        trans.__('Dry run of %1.', state.result.exercise),
        dryRunWords(trans, state.result),
        ...[trustWords(trans, state.result.trust)].filter(words => words !== null),
        ...state.result.problems
      ].join(' ');
  }
}

/** Why a dry run could not be made, what is safe, and what to do. */
export function dryRunFailure(
  trans: TranslationBundle,
  state: Extract<DryRunState, { readonly kind: 'unsaved' | 'failed' }>
): string {
  return state.kind === 'unsaved'
    ? trans.__(
        'The notebook was not saved, so nothing was run. What you wrote is still in this window; save it, and try again.'
      )
    : trans.__(
        'The dry run could not be made. %1 Your notebook is safe.',
        failureWords(state.error, trans)
      );
}
