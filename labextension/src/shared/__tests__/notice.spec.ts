import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, screen } from '@testing-library/dom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { notify } from '../notice';

const trans = nullTranslator.load('x');
const WHAT = 'The step a could not be opened.';

describe('notify', () => {
  beforeEach(() => {
    // Dialogs render when the browser is idle, and jsdom never is.
    window.requestIdleCallback = callback =>
      window.setTimeout(() => {
        callback({ didTimeout: false, timeRemaining: () => 50 });
      });
  });

  afterEach(() => {
    Notification.dismiss();
  });

  it('says a short thing beside the work', () => {
    notify({ tone: 'error', what: WHAT, more: ['Your notebooks are safe.'] }, trans);

    expect(Notification.manager.notifications.map(({ message }) => message)).toEqual([
      `${WHAT} Your notebooks are safe.`
    ]);
  });

  it('says a long thing whole, in a dialog with what can be done', async () => {
    const why = `The server says: ${'the course folder cannot be read; '.repeat(5)}mend it.`;
    let nRetries = 0;
    const actions = [{ label: trans.__('Retry'), callback: () => (nRetries += 1) }];

    notify({ tone: 'error', what: WHAT, more: [why], actions }, trans);

    await screen.findByText(why);
    await screen.findByText(WHAT);
    expect(Notification.manager.count).toBe(0);
    fireEvent.click(screen.getByText('Retry'));
    await expect.poll(() => nRetries).toBe(1);
  });
});
