import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, caretLeftIcon, caretRightIcon, checkIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { useHeight } from '../../../shared/useHeight';
import type { IButtonView, IDoneView, INoticeView, IPlayerView, PlayerAction } from '../state';

export interface IPlayerBarViewProps {
  readonly view: IPlayerView;
  readonly trans: TranslationBundle;
  readonly onAction: (action: PlayerAction) => void;
  /** The bar needs another height: in a narrow window it takes several lines. */
  readonly onHeight: (height_px: number) => void;
}

/** Where a step stands in its course, what one should know about it, and the way on. */
export function PlayerBarView(props: IPlayerBarViewProps): React.JSX.Element {
  const { view, trans, onAction, onHeight } = props;
  const ref = React.useRef<HTMLElement>(null);
  useHeight(ref, onHeight);
  return (
    <section
      ref={ref}
      className="jp-Hybrid-PlayerBar-content"
      aria-label={trans.__('Step of a course')}
      aria-busy={view.busy !== null}
    >
      {view.notices.map(notice => (
        <Notice key={notice.key} notice={notice} isBusy={view.busy !== null} onAction={onAction} />
      ))}
      <div className="jp-Hybrid-PlayerBar-row">
        {view.previous !== null && (
          <StepButton button={view.previous} onAction={onAction}>
            <caretLeftIcon.react tag="span" aria-hidden={true} />
            {view.previous.label}
          </StepButton>
        )}
        <button
          type="button"
          className="jp-Hybrid-PlayerBar-place"
          title={view.place.name}
          aria-label={view.place.name}
          onClick={() => {
            onAction(view.place.action);
          }}
        >
          {view.place.label}
        </button>
        {view.busy !== null && <span className="jp-Hybrid-PlayerBar-busy">{view.busy}</span>}
        <span className="jp-Hybrid-PlayerBar-space" />
        {view.reset !== null && view.busy === null && (
          <StepButton button={view.reset} onAction={onAction}>
            {view.reset.label}
          </StepButton>
        )}
        {view.done !== null && <Done done={view.done} trans={trans} onAction={onAction} />}
        {view.next !== null && (
          <StepButton button={view.next} onAction={onAction} isMain>
            {view.next.label}
            <caretRightIcon.react tag="span" aria-hidden={true} />
          </StepButton>
        )}
      </div>
    </section>
  );
}

interface INoticeProps {
  readonly notice: INoticeView;
  readonly isBusy: boolean;
  readonly onAction: (action: PlayerAction) => void;
}

function Notice({ notice, isBusy, onAction }: INoticeProps): React.JSX.Element {
  return (
    <div className="jp-Hybrid-PlayerNotice" data-tone={notice.tone}>
      <p>{notice.words}</p>
      {!isBusy &&
        notice.buttons.map(button => (
          <StepButton key={button.action} button={button} onAction={onAction}>
            {button.label}
          </StepButton>
        ))}
    </div>
  );
}

interface IDoneProps {
  readonly done: IDoneView;
  readonly trans: TranslationBundle;
  readonly onAction: (action: PlayerAction) => void;
}

function Done({ done, trans, onAction }: IDoneProps): React.JSX.Element {
  return (
    <>
      {done.exercises !== null && <span>{done.exercises}</span>}
      {done.isByExercises ? (
        <span className="jp-Hybrid-PlayerBar-done">
          <checkIcon.react tag="span" aria-hidden={true} />
          {trans.__('Done')}
        </span>
      ) : (
        <Button
          className="jp-mod-styled jp-Hybrid-Button jp-Hybrid-PlayerBar-button"
          data-done={done.isDone}
          title={
            done.isDone ? trans.__('Done. Press to take the mark back') : trans.__('Mark as done')
          }
          aria-label={
            done.isDone ? trans.__('Done. Press to take the mark back') : trans.__('Mark as done')
          }
          onClick={() => {
            onAction('toggle_done');
          }}
        >
          {done.isDone && <checkIcon.react tag="span" aria-hidden={true} />}
          {done.isDone ? trans.__('Done') : trans.__('Mark as done')}
        </Button>
      )}
    </>
  );
}

interface IStepButtonProps {
  readonly button: IButtonView;
  readonly isMain?: boolean;
  readonly children: React.ReactNode;
  readonly onAction: (action: PlayerAction) => void;
}

function StepButton({
  button,
  isMain = false,
  children,
  onAction
}: IStepButtonProps): React.JSX.Element {
  const main = isMain ? ' jp-mod-accept' : '';
  return (
    <Button
      className={`jp-mod-styled jp-Hybrid-Button jp-Hybrid-PlayerBar-button${main}`}
      title={button.name}
      aria-label={button.name}
      onClick={() => {
        onAction(button.action);
      }}
    >
      {children}
    </Button>
  );
}
