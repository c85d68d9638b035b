import type { IMessage } from './messages';

const HEADER = `# Texts of jupyter_hybrid. Made by \`jlpm labels\`; do not edit.
msgid ""
msgstr ""
"Project-Id-Version: jupyter_hybrid\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
`;

/** The messages as a template that translators begin with (gettext's POT format). */
export function template(messages: readonly IMessage[]): string {
  const entries = new Map<string, IMessage[]>();
  for (const message of messages) {
    const key = `${message.context ?? ''}\u0004${message.text}`;
    entries.set(key, [...(entries.get(key) ?? []), message]);
  }
  return [HEADER, ...[...entries.keys()].sort().map(key => entry(entries.get(key) ?? []))].join(
    '\n'
  );
}

function entry(same: readonly IMessage[]): string {
  const [{ context, text }] = same;
  const plural = same.find(message => message.plural !== null)?.plural ?? null;
  const files = [...new Set(same.map(({ file }) => file))].sort();
  return [
    ...files.map(file => `#: ${file}`),
    ...(context === null ? [] : [`msgctxt ${JSON.stringify(context)}`]),
    `msgid ${JSON.stringify(text)}`,
    ...(plural === null
      ? ['msgstr ""']
      : [`msgid_plural ${JSON.stringify(plural)}`, 'msgstr[0] ""', 'msgstr[1] ""']),
    ''
  ].join('\n');
}
