import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import type { IFindings } from './messages';
import { findMessages } from './messages';
import { findSchemaMessages } from './schemaMessages';
import { template } from './template';

const IS_TEST = /\/__tests__\//;

function read(file: string): string {
  return ts.sys.readFile(file) ?? '';
}

function filesOf(folder: string, ending: string): string[] {
  const here = `${ts.sys.getCurrentDirectory()}/`;
  return ts.sys
    .readDirectory(`${here}${folder}`, [ending])
    .map(file => file.replace(here, ''))
    .filter(file => !IS_TEST.test(file) && !file.endsWith('.d.ts'))
    .sort();
}

function all(): IFindings {
  const sources = [...filesOf('src', '.ts'), ...filesOf('src', '.tsx')];
  const schemas = ts.sys.directoryExists('schema') ? filesOf('schema', '.json') : [];
  const found = [
    ...sources.map(file => findMessages(file, read(file))),
    ...schemas.map(file => findSchemaMessages(file, read(file)))
  ];
  return {
    messages: found.flatMap(({ messages }) => messages),
    faults: found.flatMap(({ faults }) => faults)
  };
}

describe('the labels of the extension', () => {
  const { messages, faults } = all();

  it('go through the translator, each as a text that can be found', () => {
    expect(faults).toEqual([]);
    expect(messages.length).toBeGreaterThan(200);
  });

  it('stand in the file that translators begin with: `jlpm labels` writes it', async () => {
    await expect(template(messages)).toMatchFileSnapshot('../../locale/jupyter_hybrid.pot');
  });

  it('have one plural each, because translators see one', () => {
    const plurals = new Map<string, Set<string>>();

    for (const { text, plural } of messages) {
      plurals.set(text, (plurals.get(text) ?? new Set()).add(plural ?? ''));
    }

    expect([...plurals].filter(([, each]) => each.size > 1)).toEqual([]);
  });
});

describe('a label that nobody could translate', () => {
  it.each([
    ['a text that is put together', 'trans.__("a" + b);'],
    ['a text with a value inside', 'trans.__(`a ${b}`);'],
    ['a placeholder without a value', 'trans.__("%1 of %2", n);'],
    ['a value without a placeholder', 'trans.__("some", n);'],
    ['a number that the plural does not name', 'trans._n("%1 step", "many steps", n);'],
    ['values that cannot be counted', 'trans.__("%1", ...all);'],
    ['a text between tags', 'const a = <p>Hello</p>;'],
    ['a text in braces', 'const a = <p>{isHere ? "here" : trans.__("gone")}</p>;'],
    ['a label of an element', 'const a = <p aria-label="Hello" />;'],
    ['a label in braces', 'const a = <p title={`Hello ${name}`} />;'],
    ['a label of an option', 'show({ title: "Hello" });'],
    ['a label that is set', 'widget.title.label = "Hello";'],
    ['an attribute that is set', 'node.setAttribute("aria-label", "Hello");']
  ])('is found: %s', (_, text) => {
    expect(findMessages('some.tsx', text).faults).toHaveLength(1);
  });

  it.each([
    ['a sign', 'const a = <p>·</p>;'],
    ['a label through the translator', 'const a = <p title={trans.__("Hello")} />;'],
    ['a class', 'const a = <p className="jp-Hybrid-Thing" />;'],
    ['a singular without its number', 'trans._n("one step", "%1 steps", n);'],
    ['a number shown in another way', 'trans._n("%2 point", "%2 points", n, format(n));'],
    ['a comparison', 'const a = <p>{kind === "live" && <b />}</p>;']
  ])('is not this: %s', (_, text) => {
    expect(findMessages('some.tsx', text).faults).toEqual([]);
  });

  it('is found in a schema', () => {
    const schema = '{"title": "Exercise", "jupyter.lab.metadataforms": [{"label": "Exercise"}]}';

    const found = findSchemaMessages('schema/a.json', schema);

    expect(found.faults).toEqual([
      'schema/a.json: it names no domain of translations',
      'schema/a.json: JupyterLab does not translate /jupyter.lab.metadataforms[0]/label'
    ]);
  });
});
