import { CommandRegistry } from '@lumino/commands';
import { beforeEach, describe, expect, it } from 'vitest';

import { PlayerActions } from '../actions';
import { addPlayerCommands } from '../commands';
import type { PlayerModel } from '../model';
import {
  MARK_STEP_DONE,
  NEXT_STEP,
  OPEN_LIVE_STEP,
  PREVIOUS_STEP,
  RESET_STEP,
  UPDATE_STEP
} from '../tokens';
import { course, FakeParts, key, module, NEWER, step, trans } from './fakes';

let parts: FakeParts;
let commands: CommandRegistry;
let executed: { id: string; args: unknown }[];
let current: PlayerModel | null;
let isSure: boolean;
let liveSteps: string[];

describe('the commands of the player', () => {
  beforeEach(() => {
    parts = new FakeParts();
    parts.progress.set([]);
    commands = new CommandRegistry();
    executed = [];
    liveSteps = [];
    current = null;
    isSure = true;
    for (const id of ['hybrid:open-step', 'hybrid:open-course-home']) {
      commands.addCommand(id, {
        describedBy: {},
        execute: args => void executed.push({ id, args })
      });
    }
    const actions = new PlayerActions({
      commands,
      outlines: parts.outlines,
      replacements: parts.replacements,
      trans,
      openDocument: () => undefined,
      isOpen: () => true,
      confirmReset: () => Promise.resolve(isSure)
    });
    addPlayerCommands(commands, {
      actions,
      trans,
      current: () => current,
      openLiveStep: ({ step: name }) => liveSteps.push(name)
    });
  });

  it('are off where there is no step', () => {
    for (const id of [NEXT_STEP, PREVIOUS_STEP, MARK_STEP_DONE, RESET_STEP, UPDATE_STEP]) {
      expect(commands.isEnabled(id)).toBe(false);
    }
  });

  it('walk through the course', async () => {
    current = await parts.model({ step: key('b') });
    await commands.execute(NEXT_STEP);
    await commands.execute(PREVIOUS_STEP);

    expect(executed).toEqual([
      { id: 'hybrid:open-step', args: key('r', 'n') },
      { id: 'hybrid:open-step', args: key('a') }
    ]);
  });

  it('lead back to the course at its end', async () => {
    current = await parts.model({ step: key('r', 'n'), kind: 'file', release: null });
    await commands.execute(NEXT_STEP);

    expect(executed).toEqual([{ id: 'hybrid:open-course-home', args: { course: 'c' } }]);
  });

  it('open a live step on its own page', async () => {
    const live = step('e', { kind: 'live', path: null, release: null });
    parts.api.answer = course([module('m', [step('a'), live])]);
    current = await parts.model();
    await commands.execute(NEXT_STEP);

    expect(liveSteps).toEqual(['e']);
    expect(commands.isEnabled(OPEN_LIVE_STEP, {})).toBe(false);
  });

  it('mark a step and take it back', async () => {
    current = await parts.model();
    await commands.execute(MARK_STEP_DONE);
    expect(commands.label(MARK_STEP_DONE)).toBe('Mark Step as Not Done');
    await commands.execute(MARK_STEP_DONE);
    await commands.execute(MARK_STEP_DONE, { is_done: false });

    expect(parts.api.marks.map(({ mark }) => mark.is_done)).toEqual([true, false, false]);
  });

  it('reset a step only after a question', async () => {
    current = await parts.model();
    isSure = false;
    await commands.execute(RESET_STEP);
    expect(parts.api.replacements).toEqual([]);

    isSure = true;
    await commands.execute(RESET_STEP);

    expect(parts.api.replacements).toEqual(['reset']);
  });

  it('reset a step that is not open', async () => {
    await commands.execute(RESET_STEP, { ...key() });

    expect(parts.api.replacements).toEqual(['reset']);
  });

  it('bring a step up to date in the way that is asked for', async () => {
    current = await parts.model({ release: NEWER });
    expect(commands.isEnabled(UPDATE_STEP)).toBe(true);
    await commands.execute(UPDATE_STEP);
    await commands.execute(UPDATE_STEP, { mode: 'keep_both' });

    expect(parts.api.replacements).toEqual(['merge', 'keep_both']);
  });

  it('say what they take', async () => {
    for (const id of [NEXT_STEP, MARK_STEP_DONE, RESET_STEP, UPDATE_STEP, OPEN_LIVE_STEP]) {
      expect(await commands.describedBy(id)).toMatchObject({ args: { type: 'object' } });
    }
  });
});
