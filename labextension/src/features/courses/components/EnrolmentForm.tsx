import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React, { useState } from 'react';

import type { ICourseView, IEnrolmentView } from '../state';

/** As long as a code may be. */
const CODE_LENGTH = 64;

export interface IEnrolmentFormProps {
  readonly course: ICourseView;
  readonly enrolment: IEnrolmentView;
  readonly trans: TranslationBundle;
  readonly onEnrol: (course: string, code: string | null) => void;
}

/** The way into a course that does not open by itself. */
export function EnrolmentForm(props: IEnrolmentFormProps): React.JSX.Element {
  const { enrolment, trans } = props;
  return (
    <div className="jp-Hybrid-Enrolment">
      {enrolment.policy === 'code' && <CodeForm {...props} />}
      {enrolment.policy === 'list' && (
        <p>
          {trans.__(
            'This course is for the people on its list, and you are not on it yet. Ask the trainer of the course to add you.'
          )}
        </p>
      )}
      <Failure {...props} />
    </div>
  );
}

function CodeForm({ course, enrolment, trans, onEnrol }: IEnrolmentFormProps): React.JSX.Element {
  const [code, setCode] = useState('');
  const id = `jp-Hybrid-code-${course.key}`;
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        onEnrol(course.key, code.trim());
      }}
    >
      <label>
        <span>{trans.__('This course needs a code. You get it from your trainer.')}</span>
        <input
          className="jp-mod-styled jp-Hybrid-Input"
          type="text"
          required={true}
          maxLength={CODE_LENGTH}
          autoComplete="off"
          spellCheck={false}
          value={code}
          aria-invalid={enrolment.failure !== null}
          aria-describedby={enrolment.failure === null ? undefined : id}
          onChange={event => {
            setCode(event.currentTarget.value);
          }}
        />
      </label>
      <Button
        type="submit"
        className="jp-mod-styled jp-mod-accept jp-Hybrid-Button"
        aria-busy={enrolment.isSending}
      >
        {enrolment.isSending ? trans.__('Asking the server…') : trans.__('Enrol')}
      </Button>
    </form>
  );
}

function Failure(props: IEnrolmentFormProps): React.JSX.Element | null {
  const { course, enrolment, trans, onEnrol } = props;
  return enrolment.failure === null ? null : (
    <div className="jp-Hybrid-ErrorNote" role="alert" id={`jp-Hybrid-code-${course.key}`}>
      <p>{trans.__('You are not enrolled yet. %1', enrolment.failure)}</p>
      {enrolment.policy === 'open' && (
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          onClick={() => {
            onEnrol(course.key, null);
          }}
        >
          {trans.__('Retry')}
        </Button>
      )}
    </div>
  );
}
