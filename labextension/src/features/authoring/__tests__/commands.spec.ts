import { CommandRegistry } from '@lumino/commands';
import { describe, expect, it } from 'vitest';

import type { AuthoringModel } from '../model';
import type { OpenNotebook } from '../access';
import { addCellCommands } from '../commands';
import { DRY_RUN, GO_TO_ANSWER, GO_TO_TESTS } from '../tokens';
import type { FakeNotebook } from './fakes';
import { build, cell, dryRunOf, marked, trans } from './fakes';

const CELLS = [cell('x'), marked('a', 'answer'), marked('t', 'tests'), marked('m', 'manual')];

function register(): {
  commands: CommandRegistry;
  notebook: FakeNotebook;
  model: AuthoringModel;
  said: string[];
} {
  const { notebook, model } = build(CELLS, () => Promise.resolve([dryRunOf('a')]));
  const commands = new CommandRegistry();
  const said: string[] = [];
  addCellCommands(commands, {
    current: () => ({ model, notebook: notebook as unknown as OpenNotebook }),
    trans,
    isTrainer: () => true,
    say: sentence => said.push(sentence)
  });
  return { commands, notebook, model, said };
}

describe('the commands of a cell', () => {
  it('can be used where they lead somewhere', () => {
    const { commands, notebook } = register();
    const enabled = (id: string): boolean[] => {
      notebook.activeId = id;
      return [GO_TO_TESTS, GO_TO_ANSWER, DRY_RUN].map(command => commands.isEnabled(command));
    };

    expect(enabled('x')).toEqual([false, false, false]);
    expect(enabled('a')).toEqual([true, false, true]);
    expect(enabled('t')).toEqual([false, true, true]);
    expect(enabled('m')).toEqual([false, false, false]);
  });

  it('do not show to those who are no trainers, and have nothing to do without a notebook', () => {
    const commands = new CommandRegistry();
    addCellCommands(commands, {
      current: () => null,
      trans,
      isTrainer: () => false,
      say: () => undefined
    });

    for (const command of [GO_TO_TESTS, GO_TO_ANSWER, DRY_RUN]) {
      expect(commands.isVisible(command)).toBe(false);
      expect(commands.isEnabled(command)).toBe(false);
    }
  });

  it('go to the tests and back, and say where that is', async () => {
    const { commands, notebook, said } = register();
    notebook.activeId = 'a';

    await commands.execute(GO_TO_TESTS);
    await commands.execute(GO_TO_ANSWER);

    expect(notebook.focused).toEqual(['t', 'a']);
    expect(said).toEqual(['Tests, cell 3.', 'Answer, cell 2.']);
  });

  it('run an exercise dry once, and say what it gave', async () => {
    const { commands, notebook, said } = register();
    notebook.activeId = 't';

    const running = commands.execute(DRY_RUN);
    expect(commands.isEnabled(DRY_RUN)).toBe(false);
    await running;

    expect(commands.isEnabled(DRY_RUN)).toBe(true);
    expect(said).toEqual([
      'Dry run of a begins.',
      'Dry run of a. Your solution: 2 of 2 points. Untouched: 0 points. The tests run apart from the answer.'
    ]);
  });
});
