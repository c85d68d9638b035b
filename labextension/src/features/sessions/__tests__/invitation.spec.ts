import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it } from 'vitest';

import type { ISession } from '../../../api/types';
import { inviteToSessions } from '../invitation';
import type { ILiveSessions } from '../tokens';

class FakeSessions {
  readonly changed = new Signal<this, void>(this);
  readonly ended = new Signal<this, string>(this);
  live: ISession[] = [];

  goLive(key: string): void {
    this.live = [...this.live, { key, title: `Title of ${key}` } as ISession];
    this.changed.emit();
  }

  get sessions(): ILiveSessions {
    return this as unknown as ILiveSessions;
  }
}

function questions(): string[] {
  return Notification.manager.notifications.map(({ message }) => message);
}

describe('inviteToSessions', () => {
  let fake: FakeSessions;
  let joined: string[];
  let takeBack: (key: string) => void;

  beforeEach(() => {
    Notification.dismiss();
    fake = new FakeSessions();
    joined = [];
    const trans = nullTranslator.load('jupyter_hybrid');
    takeBack = inviteToSessions(fake.sessions, trans, key => joined.push(key));
  });

  it('asks once for each session', () => {
    fake.goLive('a');
    fake.goLive('b');

    expect(questions().sort()).toEqual(['Live now: Title of a', 'Live now: Title of b']);
  });

  it('joins', () => {
    fake.goLive('a');

    Notification.manager.notifications[0].options.actions?.[0].callback(new MouseEvent('click'));

    expect(joined).toEqual(['a']);
  });

  it('takes the question back when the session is over', () => {
    fake.goLive('a');

    fake.ended.emit('a');

    expect(questions()).toEqual([]);
  });

  it('does not ask about a session whose view was brought back after a reload', () => {
    takeBack('a');

    fake.goLive('a');

    expect(questions()).toEqual([]);
  });

  it('takes the question back when it was joined another way, and asks no more', () => {
    fake.goLive('a');

    takeBack('a');
    fake.changed.emit();

    expect(questions()).toEqual([]);
  });
});
