import type { ICourse, IModule, IProgress, IStep, IStepKey, IStepProgress } from '../../api/types';

/** A step beside another one. */
export interface INeighbour {
  readonly key: IStepKey;
  readonly title: string;
  /** Title of its module. */
  readonly module: string;
  readonly isOtherModule: boolean;
}

/** Where a step stands in its course. */
export interface IStepPlace {
  readonly step: IStep;
  readonly module: IModule;
  /** From 1, in its module. */
  readonly position: number;
  readonly nSteps: number;
  /** The nearest step before it that can be opened, or null. */
  readonly previous: INeighbour | null;
  readonly next: INeighbour | null;
}

/** A path in a learner's folder: `courses/<course>/<path>`, of a persona below its own folder. */
export interface ICoursePath {
  readonly persona: string | null;
  readonly course: string;
  /** In the course folder. */
  readonly path: string;
}

const COURSE_PATH = /^(?:personas\/([^/]+)\/)?courses\/([^/]+)\/(.+)$/;

/** Which course a path of the learner's folder belongs to, or null. */
export function readCoursePath(path: string): ICoursePath | null {
  const match = COURSE_PATH.exec(path);
  if (match === null) {
    return null;
  }
  const [, persona, course, rest] = match as readonly (string | undefined)[];
  return course === undefined || rest === undefined
    ? null
    : { persona: persona ?? null, course, path: rest };
}

/** Where in the learner's folder a step's main file is; null if it has none. */
export function stepPath(course: string, step: IStep, persona: string | null): string | null {
  const folder = persona === null ? '' : `personas/${persona}/`;
  const path = handedOutPath(step);
  return path === null ? null : `${folder}courses/${course}/${path}`;
}

/** A quiz is handed out as a text of its questions, beside where its file with the answers is. */
function handedOutPath({ kind, path }: IStep): string | null {
  return kind === 'quiz' && path !== null ? path.replace(/\.[^./]+$/, '.md') : path;
}

/** The step whose main file has that path in the course folder, or null. */
export function stepAt(course: ICourse, path: string): IStepKey | null {
  const isThere = (step: IStep): boolean => handedOutPath(step) === path;
  const module = course.modules.find(({ steps }) => steps.some(isThere));
  const step = module?.steps.find(isThere);
  return module && step ? { course: course.key, module: module.key, step: step.key } : null;
}

/** Where a step stands, or null if the course has no such step. */
export function placeOf(course: ICourse, key: IStepKey): IStepPlace | null {
  const module = course.modules.find(each => each.key === key.module);
  const step = module?.steps.find(each => each.key === key.step);
  if (module === undefined || step === undefined) {
    return null;
  }
  const all = course.modules.flatMap(each => each.steps.map(one => ({ module: each, step: one })));
  const index = all.findIndex(each => each.step === step);
  const neighbour = (candidates: typeof all): INeighbour | null => {
    const found = candidates.find(each => each.step.problem === null);
    return found
      ? {
          key: { course: course.key, module: found.module.key, step: found.step.key },
          title: found.step.title,
          module: found.module.title,
          isOtherModule: found.module !== module
        }
      : null;
  };
  return {
    step,
    module,
    position: module.steps.indexOf(step) + 1,
    nSteps: module.steps.length,
    previous: neighbour(all.slice(0, index).reverse()),
    next: neighbour(all.slice(index + 1))
  };
}

/** How far somebody is with a step, or null if it is unknown. */
export function stepProgress(progress: IProgress | null, key: IStepKey): IStepProgress | null {
  return (
    progress?.steps.find(({ module, step }) => module === key.module && step === key.step) ?? null
  );
}
