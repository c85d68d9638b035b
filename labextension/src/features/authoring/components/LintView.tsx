import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, checkIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { ErrorNote } from '../../../shared/ErrorNote';
import type { IMessageView } from '../state';
import { countWords } from '../words';
import { LintMessageText } from './LintMessageText';

/** A message with its place. */
export interface IPlacedMessage extends IMessageView {
  readonly file: string;
  readonly line: number | null;
  readonly cell: number | null;
  readonly cell_id: string | null;
}

/** What lint says of one course, as its panel shows it. */
export interface ILintView<M extends IPlacedMessage = IPlacedMessage> {
  /** Path of the course folder; empty for the server's root. */
  readonly folder: string;
  /** Messages by file; null before the first answer. */
  readonly files: readonly (readonly [string, readonly M[]])[] | null;
  readonly nErrors: number;
  readonly nWarnings: number;
  readonly isChecking: boolean;
  /** Why the latest check failed, or null. */
  readonly failure: string | null;
}

export interface ILintViewProps<M extends IPlacedMessage> {
  readonly view: ILintView<M>;
  readonly trans: TranslationBundle;
  readonly onCheck: () => void;
  readonly onOpen: (message: M) => void;
}

/** Everything that is wrong with a course, file by file; each message leads to its place. */
export function LintView<M extends IPlacedMessage>(props: ILintViewProps<M>): React.JSX.Element {
  const { view, trans, onCheck } = props;
  const { files, failure, isChecking } = view;
  return (
    <>
      <h2>{view.folder === '' ? trans.__('Course') : view.folder}</h2>
      <p className="jp-Hybrid-Lint-row">
        <strong className="jp-Hybrid-Lint-counts">
          {files === null ? trans.__('Checking…') : countWords(trans, view)}
        </strong>
        <Button className="jp-mod-styled jp-Hybrid-Button" aria-busy={isChecking} onClick={onCheck}>
          {isChecking ? trans.__('Checking…') : trans.__('Check again')}
        </Button>
      </p>
      {failure !== null && (
        <ErrorNote
          what={trans.__('The course could not be checked. %1', failure)}
          safe={trans.__('Your files are safe.')}
          trans={trans}
          onRetry={onCheck}
        />
      )}
      {files?.length === 0 && failure === null && <NothingToMend trans={trans} />}
      {files?.map(([file, messages]) => (
        <FileMessages key={file} {...props} file={file} messages={messages} />
      ))}
    </>
  );
}

function NothingToMend({ trans }: { trans: TranslationBundle }): React.JSX.Element {
  return (
    <p className="jp-Hybrid-Lint-sound">
      <checkIcon.react tag="span" aria-hidden={true} className="jp-Hybrid-ButtonIcon" />
      {trans.__('The course can be offered as it is. Try its exercises with “Dry Run”.')}
    </p>
  );
}

interface IFileMessagesProps<M extends IPlacedMessage> extends ILintViewProps<M> {
  readonly file: string;
  readonly messages: readonly M[];
}

function FileMessages<M extends IPlacedMessage>(props: IFileMessagesProps<M>): React.JSX.Element {
  const { file, messages, trans, onOpen } = props;
  return (
    <section>
      <h3>{file}</h3>
      <ul className="jp-Hybrid-Lint-messages">
        {messages.map((message, index) => (
          <li key={index}>
            <button
              type="button"
              className="jp-Hybrid-Lint-message jp-Hybrid-Inside"
              onClick={() => {
                onOpen(message);
              }}
            >
              <span className="jp-Hybrid-Lint-place">{placeWords(trans, message)}</span>
              <LintMessageText message={message} trans={trans} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function placeWords(trans: TranslationBundle, { cell, line }: IPlacedMessage): string {
  if (cell !== null) {
    return trans.__('Cell %1', cell);
  }
  return line === null ? trans.__('File') : trans.__('Line %1', line);
}
