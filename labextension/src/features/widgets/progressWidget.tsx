import { DOMWidgetModel, DOMWidgetView } from '@jupyter-widgets/base';
import type { IBackboneModelOptions } from '@jupyter-widgets/base';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import React from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';

import { isKey } from '../../shared/stepRelease';
import type { IProgressModel } from '../progress/tokens';
import { CourseProgress } from './components/CourseProgress';
import { MODULE_NAME, MODULE_VERSION } from './module';

/** The front end's half of `jupyter_hybrid.widgets.Progress`; tells the kernel what the server says. */
abstract class CourseProgressModel extends DOMWidgetModel {
  protected abstract readonly progress: IProgressModel;

  /** Whether the server could not be asked, so that the kernel's own numbers are shown. */
  isStale = false;

  defaults(): Backbone.ObjectHash {
    return {
      ...super.defaults(),
      _model_name: 'ProgressModel',
      _model_module: MODULE_NAME,
      _model_module_version: MODULE_VERSION,
      _view_name: 'ProgressView',
      _view_module: MODULE_NAME,
      _view_module_version: MODULE_VERSION,
      course: '',
      points: null,
      max_points: null
    };
  }

  initialize(attributes: Backbone.ObjectHash, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    this.progress.changed.connect((_, course) => {
      this._onProgress(course);
    }, this);
    this.on('change:course', () => void this._ask());
    void this._ask();
  }

  /** A trait as the kernel sent it, whatever that was. */
  trait(name: 'course' | 'points' | 'max_points'): unknown {
    return this.get(name) as unknown;
  }

  async close(commClosed?: boolean): Promise<void> {
    Signal.clearData(this);
    await super.close(commClosed);
  }

  private async _ask(): Promise<void> {
    const course = this.trait('course');
    if (!isKey(course)) {
      return;
    }
    try {
      await this.progress.load(course);
      this._take(course);
    } catch {
      this.isStale = true;
      this.trigger('change', this);
    }
  }

  private _onProgress(course: string): void {
    if (course === this.trait('course')) {
      this._take(course);
    }
  }

  private _take(course: string): void {
    const known = this.progress.get(course);
    if (known === null) {
      return;
    }
    this.isStale = false;
    const { points, max_points: maxPoints } = known;
    if (points !== this.trait('points') || maxPoints !== this.trait('max_points')) {
      this.set({ points, max_points: maxPoints });
      this.save_changes();
    }
  }
}

abstract class CourseProgressView extends DOMWidgetView {
  protected abstract readonly trans: TranslationBundle;

  render(): void {
    this.el.classList.add('jp-Hybrid-ProgressWidget');
    this._root = createRoot(this.el);
    this.listenTo(this.model, 'change', () => {
      this._draw();
    });
    this._draw();
  }

  remove(): this {
    this._root?.unmount();
    this._root = undefined;
    super.remove();
    return this;
  }

  private _draw(): void {
    const { model } = this;
    if (!(model instanceof CourseProgressModel)) {
      return;
    }
    this._root?.render(
      <CourseProgress
        course={String(model.trait('course'))}
        points={pointsOf(model.trait('points'))}
        maxPoints={pointsOf(model.trait('max_points'))}
        isStale={model.isStale}
        trans={this.trans}
      />
    );
  }

  // Backbone calls `render` before fields with a value would be set.
  private _root: Root | undefined;
}

/** A trait as points, or null where a kernel says nothing, or nonsense. */
function pointsOf(trait: unknown): number | null {
  return typeof trait === 'number' && Number.isFinite(trait) ? trait : null;
}

interface IProgressWidget {
  readonly [name: string]: typeof DOMWidgetModel | typeof DOMWidgetView;
}

/** The classes that ipywidgets makes models and views of. */
export function progressWidget(
  progress: IProgressModel,
  trans: TranslationBundle
): IProgressWidget {
  class ProgressModel extends CourseProgressModel {
    protected get progress(): IProgressModel {
      return progress;
    }
  }
  class ProgressView extends CourseProgressView {
    protected get trans(): TranslationBundle {
      return trans;
    }
  }
  return { ProgressModel, ProgressView };
}
