import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, HTMLSelect } from '@jupyterlab/ui-components';
import React from 'react';

import { useHeight } from '../../../shared/useHeight';
import type { Region } from '../markers';
import type { Role } from '../roles';
import {
  isAnswer,
  isGraded,
  mayBe,
  mayHoldHiddenTests,
  mayHoldSolution,
  MAX_POINTS,
  ROLES
} from '../roles';
import type { ISettings } from '../settings';
import type { ICellView } from '../state';
import { roleAdvice, roleWords } from '../words';
import { IdField } from './IdField';
import { NumberField } from './NumberField';
import { SettingsForm } from './SettingsForm';

export interface ICellActions {
  readonly onRole: (cell: ICellView, role: Role) => void;
  readonly onId: (cell: ICellView, id: string) => void;
  readonly onPoints: (cell: ICellView, points: number) => void;
  readonly onSettings: (cell: ICellView, changes: Partial<ISettings>) => void;
  readonly onWrap: (cell: ICellView, region: Region) => void;
  readonly onGoTo: (cell: ICellView, kind: 'tests' | 'answer') => void;
  readonly onDryRun: (cell: ICellView) => void;
}

export interface ICellToolbarProps {
  readonly cell: ICellView | null;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly actions: ICellActions;
  readonly trans: TranslationBundle;
  readonly onHeight: (height_px: number) => void;
}

/** Says what the active cell of a source notebook is for, and changes it. */
export function CellToolbarView(props: ICellToolbarProps): React.JSX.Element {
  const { cell, isOpen, onOpen, trans, onHeight } = props;
  const ref = React.useRef<HTMLDivElement>(null);
  useHeight(ref, onHeight);
  const hasSettings = cell !== null && (isAnswer(cell.marks.role) || cell.marks.role === 'tests');
  return (
    <div ref={ref} className="jp-Hybrid-CellToolbar-content">
      {cell === null ? (
        <p>{trans.__('No cell is active.')}</p>
      ) : (
        <React.Fragment key={cell.id}>
          <div className="jp-Hybrid-CellToolbar-row">
            <RoleField {...props} cell={cell} />
            <MarkFields {...props} cell={cell} />
            <MarkerButtons {...props} cell={cell} />
            <ExerciseButtons {...props} cell={cell} />
          </div>
          {hasSettings && (
            <details
              open={isOpen}
              onToggle={({ currentTarget }) => {
                onOpen(currentTarget.open);
              }}
            >
              <summary>{trans.__('Hints and settings')}</summary>
              <SettingsForm
                settings={cell.settings}
                role={cell.marks.role}
                trans={trans}
                onChange={changes => {
                  props.actions.onSettings(cell, changes);
                }}
              />
            </details>
          )}
        </React.Fragment>
      )}
    </div>
  );
}

interface ICellPartProps extends ICellToolbarProps {
  readonly cell: ICellView;
}

function RoleField({ cell, trans, actions }: ICellPartProps): React.JSX.Element {
  const { role } = cell.marks;
  return (
    <label
      className="jp-Hybrid-Field"
      title={trans.__('%1 Undo in the cell takes a change back.', roleAdvice(trans, role))}
    >
      <span>{trans.__('Cell %1 is:', cell.number)}</span>
      <HTMLSelect
        className="jp-Hybrid-Input jp-Hybrid-RoleSelect"
        value={role}
        onChange={({ currentTarget }) => {
          const chosen = ROLES.find(each => each === currentTarget.value);
          if (chosen !== undefined) {
            actions.onRole(cell, chosen);
          }
        }}
      >
        {ROLES.filter(each => each === role || mayBe(each, cell.type)).map(each => (
          <option key={each} value={each}>
            {roleWords(trans, each)}
          </option>
        ))}
      </HTMLSelect>
    </label>
  );
}

function MarkFields({ cell, trans, actions }: ICellPartProps): React.JSX.Element | null {
  const { role, id, points } = cell.marks;
  return role === 'none' ? null : (
    <>
      <IdField
        label={trans.__('Id')}
        caption={trans.__('What learners do is kept under it: leave it alone once they began.')}
        id={id}
        taken={cell.taken}
        trans={trans}
        onChange={changed => {
          actions.onId(cell, changed);
        }}
      />
      {isGraded(role) && (
        <NumberField
          label={trans.__('Points')}
          value={points}
          min={0}
          max={MAX_POINTS}
          isWhole={false}
          trans={trans}
          onChange={value => {
            if (value !== null) {
              actions.onPoints(cell, value);
            }
          }}
        />
      )}
    </>
  );
}

function MarkerButtons({ cell, trans, actions }: ICellPartProps): React.JSX.Element {
  const { role } = cell.marks;
  return (
    <>
      {mayHoldSolution(role) && (
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          title={trans.__(
            'Put the selected lines between ### BEGIN SOLUTION and ### END SOLUTION; the whole cell if nothing is selected'
          )}
          onClick={() => {
            actions.onWrap(cell, 'SOLUTION');
          }}
        >
          {trans.__('Mark as solution')}
        </Button>
      )}
      {mayHoldHiddenTests(role) && cell.type === 'code' && (
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          title={trans.__(
            'Put the selected lines between ### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS; the whole cell if nothing is selected'
          )}
          onClick={() => {
            actions.onWrap(cell, 'HIDDEN TESTS');
          }}
        >
          {trans.__('Mark as hidden tests')}
        </Button>
      )}
    </>
  );
}

function ExerciseButtons({ cell, trans, actions }: ICellPartProps): React.JSX.Element {
  return (
    <>
      {cell.hasTests && !cell.hasAnswer && (
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          onClick={() => {
            actions.onGoTo(cell, 'tests');
          }}
        >
          {trans.__('Go to tests')}
        </Button>
      )}
      {cell.hasAnswer && (
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          onClick={() => {
            actions.onGoTo(cell, 'answer');
          }}
        >
          {trans.__('Go to answer')}
        </Button>
      )}
      {cell.canDryRun && (
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          aria-busy={cell.isDryRunning}
          aria-disabled={cell.isDryRunning}
          title={trans.__('Save, then grade your own solution and the untouched notebook')}
          onClick={() => {
            actions.onDryRun(cell);
          }}
        >
          {cell.isDryRunning ? trans.__('Dry run…') : trans.__('Dry run')}
        </Button>
      )}
    </>
  );
}
