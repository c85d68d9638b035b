import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';

import { keepCellKeysAway } from '../../shared/cellKeys';
import { CellStripView } from './components/CellStripView';
import type { ICellActions } from './components/CellToolbarView';
import { CellToolbarView } from './components/CellToolbarView';
import type { ISourceParts } from './notebook';
import { newRoleWords } from './words';

export interface IAuthoringWidgetOptions {
  readonly source: ISourceParts;
  readonly trans: TranslationBundle;
  /** Say a sentence to those who do not see what happens. */
  readonly say: (sentence: string) => void;
  readonly onGoTo: (from: string, kind: 'tests' | 'answer') => void;
  readonly onDryRun: (exercise: string) => void;
}

/**
 * The toolbar above a source notebook, with the form for hints and settings folded into it.
 *
 * It is ours, not one of Lab's metadata forms: those are registered for every notebook of every
 * person, also of learners; each of their fields writes one key as it is typed, and what a cell is
 * for is seven keys that must agree, with an id that no other cell has.
 */
export class CellToolbar extends ReactWidget {
  constructor(private readonly _options: IAuthoringWidgetOptions) {
    super();
    this.addClass('jp-Hybrid-CellToolbar');
    keepCellKeysAway(this.node);
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _options.trans.__('Cell of the course'));
  }

  protected render(): React.JSX.Element {
    const { source, trans } = this._options;
    return (
      <UseSignal signal={source.model.changed}>
        {() => (
          <CellToolbarView
            cell={source.model.active}
            isOpen={this._isOpen}
            onOpen={this._onOpen}
            actions={this._actions}
            trans={trans}
            onHeight={this._onHeight}
          />
        )}
      </UseSignal>
    );
  }

  private readonly _onOpen = (isOpen: boolean): void => {
    if (isOpen !== this._isOpen) {
      this._isOpen = isOpen;
      this._isOpening = isOpen;
      this.update();
    }
  };

  /** A box layout gives a widget the height that its style asks for, whatever is in it. */
  private readonly _onHeight = (height_px: number): void => {
    this.node.style.minHeight = `${String(height_px)}px`;
    this.parent?.fit();
    if (this._isOpening) {
      this._isOpening = false;
      this._keepInView();
    }
  };

  /** The form takes its place from the notebook, and the cell that it is about may be there. */
  private _keepInView(): void {
    const { content } = this._options.source.panel;
    // Only after the layout has made the notebook smaller; `scrollToCell` would take the focus too.
    window.requestAnimationFrame(() => {
      if (!content.isDisposed) {
        content.scrollToItem(content.activeCellIndex, 'smart').catch(() => undefined);
      }
    });
  }

  private readonly _actions: ICellActions = {
    onRole: ({ id, number }, role) => {
      const { source, say, trans } = this._options;
      const marks = source.model.setRole(id, role);
      if (marks !== null) {
        say(newRoleWords(trans, number, marks));
      }
    },
    onId: ({ id }, gradeId) => {
      this._options.source.model.setId(id, gradeId);
    },
    onPoints: ({ id }, points) => {
      this._options.source.model.setPoints(id, points);
    },
    onSettings: ({ id }, changes) => {
      this._options.source.model.setSettings(id, changes);
    },
    onWrap: ({ id }, region) => {
      const { source, say, trans } = this._options;
      const isWrapped = source.model.wrap(id, region);
      const done =
        region === 'SOLUTION'
          ? trans.__('The lines are marked as solution.')
          : trans.__('The lines are marked as hidden tests.');
      say(isWrapped ? done : trans.__('There are markers already. Nothing was changed.'));
    },
    onGoTo: ({ id }, kind) => {
      this._options.onGoTo(id, kind);
    },
    onDryRun: ({ exercise, isDryRunning }) => {
      if (exercise !== null && !isDryRunning) {
        this._options.onDryRun(exercise);
      }
    }
  };

  private _isOpen = false;
  private _isOpening = false;
}

/** The strip under a cell of a source notebook. */
export class CellStrip extends ReactWidget {
  constructor(
    private readonly _options: Pick<IAuthoringWidgetOptions, 'source' | 'trans' | 'onGoTo'>,
    private readonly _cell: string
  ) {
    super();
    this.addClass('jp-Hybrid-CellStrip');
    keepCellKeysAway(this.node);
  }

  protected render(): React.JSX.Element {
    const { source, trans, onGoTo } = this._options;
    return (
      <UseSignal signal={source.model.changed}>
        {() => {
          const strip = source.model.strips.get(this._cell);
          return strip === undefined ? null : (
            <CellStripView
              strip={strip}
              trans={trans}
              onGoTo={kind => {
                onGoTo(this._cell, kind);
              }}
            />
          );
        }}
      </UseSignal>
    );
  }
}
