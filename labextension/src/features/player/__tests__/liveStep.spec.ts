import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ISession } from '../../../api/types';
import type { ILiveSessions } from '../../sessions/tokens';
import { LiveStepPage } from '../liveStep';
import { course, FakeParts, key, module, provideIdleTime, step, trans } from './fakes';

class FakeSessions {
  readonly changed = new Signal<ILiveSessions, void>(this as unknown as ILiveSessions);
  live: ISession[] = [];

  set(...titles: string[]): void {
    this.live = titles.map(title => ({ key: title.toLowerCase(), title }) as ISession);
    this.changed.emit();
  }
}

const TITLE = trans.__('Questions and answers');

let parts: FakeParts;
let sessions: FakeSessions;
let joined: (string | null)[];
let page: LiveStepPage;

async function open(startsAt: string | null): Promise<void> {
  const live = step('a', { kind: 'live', path: null, starts_at: startsAt, duration_min: 90 });
  parts.api.answer = course([module('m', [{ ...live, title: TITLE }])]);
  const model = await parts.model({ kind: 'live', release: null });
  page = new LiveStepPage({
    model,
    sessions,
    trans,
    locale: 'en',
    onJoin: session => joined.push(session)
  });
  Widget.attach(page, document.body);
  await waitFor(() => screen.getByRole('heading', { name: 'Questions and answers' }));
}

describe('LiveStepPage', () => {
  beforeEach(() => {
    provideIdleTime();
    parts = new FakeParts();
    parts.progress.set([]);
    sessions = new FakeSessions();
    joined = [];
  });

  afterEach(() => {
    page.dispose();
  });

  it('says what it is, when, for how long, and how long it is until then', async () => {
    await open(new Date(Date.now() + 49 * 3_600_000).toISOString());

    expect(page.title.label).toBe('Questions and answers');
    expect(screen.getByText('Duration: 1 h 30 min')).toBeTruthy();
    expect(screen.getByText('It begins in 2 days.')).toBeTruthy();
    expect(page.node.querySelector('.jp-Hybrid-LiveStep-when')?.textContent).not.toBe('');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('lets one join as soon as a session is live', async () => {
    await open(new Date(Date.now() - 60_000).toISOString());
    sessions.set('Python');

    fireEvent.click(await screen.findByRole('button', { name: 'Join “Python”' }));

    expect(screen.getByText('It is on now.')).toBeTruthy();
    expect(joined).toEqual(['python']);
  });

  it('leaves the choice where several are live', async () => {
    await open(null);
    sessions.set('Python', 'Pandas');

    fireEvent.click(await screen.findByRole('button', { name: 'Join a live session…' }));

    expect(screen.getByText('It has no date yet.')).toBeTruthy();
    expect(joined).toEqual([null]);
  });

  it('is no page of a notebook: there is nothing to reset', async () => {
    await open(null);
    const model = await parts.model({ step: key(), kind: 'live', release: null });

    expect(model.view.reset).toBeNull();
    expect(model.view.done).not.toBeNull();
  });
});
