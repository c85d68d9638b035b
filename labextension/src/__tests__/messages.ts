import ts from 'typescript';

/** One text that is shown to people and can be translated. */
export interface IMessage {
  readonly context: string | null;
  readonly text: string;
  readonly plural: string | null;
  /** Where it stands, without a line: a translator's file should not change with every edit. */
  readonly file: string;
}

export interface IFindings {
  readonly messages: readonly IMessage[];
  /** What a translator could not translate, as `file:line: what`. */
  readonly faults: readonly string[];
}

/** Where the texts stand among the arguments of a call; -1 for nowhere. */
interface IPlaces {
  readonly context: number;
  readonly text: number;
  readonly plural: number;
}

/** Which arguments of a call are texts; its values follow the last of them. */
const CALLS = new Map<string, IPlaces>([
  ['__', { context: -1, text: 0, plural: -1 }],
  ['_p', { context: 0, text: 1, plural: -1 }],
  ['_n', { context: -1, text: 0, plural: 1 }],
  ['_np', { context: 0, text: 1, plural: 2 }]
]);
const SHOWN = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'body',
  'cancelLabel',
  'caption',
  'label',
  'okLabel',
  'placeholder',
  'safe',
  'summary',
  'textContent',
  'title',
  'what'
]);
const HAS_LETTERS = /\p{L}/u;

/** Find the messages of one source, and what is shown to people without the translator. */
export function findMessages(file: string, text: string): IFindings {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const messages: IMessage[] = [];
  const faults: string[] = [];
  const blame = (node: ts.Node, what: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    faults.push(`${file}:${String(line + 1)}: ${what}`);
  };
  const visit = (node: ts.Node): void => {
    const places = ts.isCallExpression(node) ? placesOf(node) : undefined;
    if (!ts.isCallExpression(node) || places === undefined) {
      shownTexts(node).forEach(each => {
        blame(each, `not through the translator: ${each.getText().trim()}`);
      });
      ts.forEachChild(node, visit);
      return;
    }
    const message = readMessage(file, node, places);
    if (message === null) {
      blame(node, `not a literal text: ${node.getText()}`);
    } else {
      messages.push(message);
      placeholderFaults(message, node, places).forEach(fault => {
        blame(node, fault);
      });
    }
    node.arguments.forEach(visit);
  };
  visit(source);
  return { messages, faults };
}

function placesOf({ expression }: ts.CallExpression): IPlaces | undefined {
  return ts.isPropertyAccessExpression(expression) ? CALLS.get(expression.name.text) : undefined;
}

function readMessage(file: string, call: ts.CallExpression, places: IPlaces): IMessage | null {
  const { context, text, plural } = places;
  const read = (index: number): string | null | undefined => {
    const argument = call.arguments[index] as ts.Expression | undefined;
    return index < 0
      ? null
      : argument && ts.isStringLiteralLike(argument)
        ? argument.text
        : undefined;
  };
  const [inContext, literal, literals] = [read(context), read(text), read(plural)];
  return inContext === undefined || literals === undefined || typeof literal !== 'string'
    ? null
    : { context: inContext, text: literal, plural: literals, file };
}

function placeholderFaults(
  { text, plural }: IMessage,
  call: ts.CallExpression,
  places: IPlaces
): string[] {
  const values = call.arguments.slice(Math.max(places.text, places.plural) + 1);
  if (values.some(ts.isSpreadElement)) {
    return [`nobody can count the values of ${call.getText()}`];
  }
  const longest = placeholders(plural ?? text);
  // A number can choose the plural and be shown in another way, as a later value.
  const isOnlyCount = plural !== null && values.length > 1;
  const wanted = values.map((_, index) => index + 1).slice(isOnlyCount ? 1 : 0);
  const faults = wanted.some(n => !longest.has(n)) ? ['a value is not in the text'] : [];
  const unknown = [...longest, ...placeholders(text)].some(n => n < 1 || n > values.length);
  return [...faults, ...(unknown ? ['a placeholder has no value'] : [])].map(
    fault => `${fault}: ${call.getText()}`
  );
}

function placeholders(text: string): Set<number> {
  return new Set([...text.matchAll(/%(\d+)/g)].map(([, digits]) => Number(digits)));
}

/** Literal texts that a node shows to people. */
function shownTexts(node: ts.Node): ts.Node[] {
  if (ts.isJsxText(node)) {
    return HAS_LETTERS.test(node.text) ? [node] : [];
  }
  if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) {
    return literals(node.expression);
  }
  if (ts.isJsxAttribute(node) && SHOWN.has(node.name.getText())) {
    const { initializer } = node;
    return literals(
      initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer
    );
  }
  if (ts.isPropertyAssignment(node) && SHOWN.has(propertyName(node.name))) {
    return literals(node.initializer);
  }
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left) &&
    SHOWN.has(node.left.name.text)
  ) {
    return literals(node.right);
  }
  return setAttribute(node);
}

function propertyName(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

function setAttribute(node: ts.Node): ts.Node[] {
  if (!ts.isCallExpression(node) || node.arguments.length !== 2) {
    return [];
  }
  const [name, value] = node.arguments;
  return node.expression.getText().endsWith('.setAttribute') &&
    ts.isStringLiteralLike(name) &&
    SHOWN.has(name.text)
    ? literals(value)
    : [];
}

/** The texts with letters among the values that an expression can have. */
function literals(expression: ts.Expression | undefined): ts.Node[] {
  if (expression === undefined) {
    return [];
  }
  if (ts.isStringLiteralLike(expression)) {
    return HAS_LETTERS.test(expression.text) ? [expression] : [];
  }
  if (ts.isTemplateExpression(expression)) {
    const parts = [expression.head, ...expression.templateSpans.map(({ literal }) => literal)];
    return parts.some(({ text }) => HAS_LETTERS.test(text)) ? [expression] : [];
  }
  if (ts.isConditionalExpression(expression)) {
    return [...literals(expression.whenTrue), ...literals(expression.whenFalse)];
  }
  if (ts.isBinaryExpression(expression)) {
    return isComparison(expression)
      ? []
      : [...literals(expression.left), ...literals(expression.right)];
  }
  return ts.isParenthesizedExpression(expression) ? literals(expression.expression) : [];
}

function isComparison({ operatorToken }: ts.BinaryExpression): boolean {
  return (
    operatorToken.kind >= ts.SyntaxKind.LessThanToken &&
    operatorToken.kind <= ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}
