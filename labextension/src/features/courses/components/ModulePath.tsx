import React from 'react';

import type { IModuleView, IOutline, IRequirement } from '../state';
import { dueWords } from '../words';
import { StepItem } from './StepItem';
import type { IStepActions } from './StepActions';

export interface IModulePathProps extends IStepActions {
  readonly outline: IOutline;
}

/** The modules of a course in the order in which they lead to each other. */
export function ModulePath({ outline, ...actions }: IModulePathProps): React.JSX.Element {
  return (
    <ol className="jp-Hybrid-Path">
      {outline.modules.map(module => (
        <ModuleItem key={module.key} {...actions} module={module} />
      ))}
    </ol>
  );
}

interface IModuleItemProps extends IStepActions {
  readonly module: IModuleView;
}

function ModuleItem({ module, ...actions }: IModuleItemProps): React.JSX.Element {
  const { trans, dates } = actions;
  const { steps, nDone, dueAt } = module;
  const isDone = steps.length > 0 && nDone === steps.length;
  return (
    <li className="jp-Hybrid-Module" data-state={isDone ? 'done' : 'open'}>
      <h4>{module.title}</h4>
      <p className="jp-Hybrid-Module-facts">
        <span>{trans._n('%2 of %1 step done', '%2 of %1 steps done', steps.length, nDone)}</span>
        {dueAt !== null && !isDone && (
          <span className="jp-Hybrid-Due">{dueWords(trans, dueAt, dates)}</span>
        )}
      </p>
      <Requirements {...actions} requires={module.requires} />
      <ol className="jp-Hybrid-Path-steps">
        {steps.map(step => (
          <StepItem key={step.key.step} {...actions} step={withoutDateOf(module, step)} />
        ))}
      </ol>
    </li>
  );
}

/** A step that is due with its module does not repeat the date. */
function withoutDateOf(
  module: IModuleView,
  step: IModuleView['steps'][number]
): IModuleView['steps'][number] {
  return step.dueAt === module.dueAt ? { ...step, dueAt: null } : step;
}

interface IRequirementsProps extends IStepActions {
  readonly requires: readonly IRequirement[];
}

function Requirements({ requires, trans }: IRequirementsProps): React.JSX.Element | null {
  return requires.length === 0 ? null : (
    <p className="jp-Hybrid-Module-requires">
      <span>{trans.__('After:')}</span>
      {requires.map(({ key, title, isDone }) => (
        <span key={key} className="jp-Hybrid-Requirement" data-state={isDone ? 'done' : 'open'}>
          {title}
          <span aria-hidden={true}>{isDone ? ' ✓' : ''}</span>
          <span className="jp-Hybrid-visuallyHidden">
            {isDone ? trans.__('(done)') : trans.__('(not done yet)')}
          </span>
        </span>
      ))}
    </p>
  );
}
