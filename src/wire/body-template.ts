import { dataValue } from './event-data.ts';
import {
  compileJsonString,
  dataPathOf,
  joinTexts,
  placeholdersInText,
  type Place,
  type Text,
} from './placeholders.ts';
import { WireFormatError, type BodyTemplate } from './wire-format.ts';

type Part = string | Text;
/** Undefined where it is left out. */
type OptionalText = (scope: Parameters<Text>[0]) => string | undefined;
type TemplateObject = Readonly<Record<string, BodyTemplate>>;

/** The key of a choice, and what it may ask; the first that holds decides, in the order in which they are written. */
export const WHEN = '$when';
export const CONDITIONS = ['test', 'retry', 'present', 'otherwise'] as const;
type Condition = (typeof CONDITIONS)[number];

/** Compiles a JSON value with placeholders to a function that writes its text, keys in the order of the template. */
export function compileBody(template: BodyTemplate, place: Place): Text {
  const parts: Part[] = [];
  if (isChoice(template)) throw new WireFormatError('must not be a choice as a whole', place.path);
  write(template, place, parts);
  const joined = joinLiterals(parts);
  return (scope) => joinTexts(joined, scope);
}

/** Whether the same event always gives the same text. */
export function dependsOnEventAlone(template: BodyTemplate): boolean {
  if (typeof template === 'string') {
    return placeholdersInText(template).every((name) => name.startsWith('event.'));
  }
  if (template === null || typeof template !== 'object') return true;
  const { test, retry } = choicesOf(template);
  if (test !== undefined || retry !== undefined) return false;
  return Object.values(template).every((value: BodyTemplate) => dependsOnEventAlone(value));
}

export function isChoice(template: BodyTemplate): boolean {
  return isObject(template) && Object.hasOwn(template, WHEN);
}

/** What a choice chooses between; nothing for what is none. */
export function choicesOf(template: BodyTemplate | undefined): TemplateObject {
  const choices = isObject(template) && Object.hasOwn(template, WHEN) ? template[WHEN] : undefined;
  return isObject(choices) ? choices : {};
}

export function isObject(template: BodyTemplate | undefined): template is TemplateObject {
  return typeof template === 'object' && template !== null && !isList(template);
}

/** Array.isArray does not narrow a readonly array. */
export function isList(template: BodyTemplate | undefined): template is readonly BodyTemplate[] {
  return Array.isArray(template);
}

function write(template: BodyTemplate, place: Place, parts: Part[]): void {
  if (typeof template === 'string') {
    parts.push(template.includes('{') ? compileJsonString(template, place) : JSON.stringify(template));
  } else if (isList(template)) {
    writeItems(
      ['[', ']'],
      template.map((item, index) => ({ head: '', item, place: at(place, index) })),
      parts,
    );
  } else if (isObject(template)) {
    const items = Object.entries(template).map(([key, item]) => ({
      head: `${JSON.stringify(key)}:`,
      item,
      place: at(place, key),
    }));
    writeItems(['{', '}'], items, parts);
  } else {
    parts.push(JSON.stringify(template));
  }
}

interface Item {
  /** The key of a member. */
  readonly head: string;
  readonly item: BodyTemplate;
  readonly place: Place;
}

function at(place: Place, key: string | number): Place {
  return { ...place, path: typeof key === 'number' ? `${place.path}[${key}]` : `${place.path}.${key}` };
}

function writeItems([open, close]: readonly [string, string], items: readonly Item[], parts: Part[]): void {
  if (items.some(({ item }) => isChoice(item))) {
    parts.push(writeSome(open, items.map(compileItem), close));
    return;
  }
  parts.push(open);
  items.forEach(({ head, item, place }, index) => {
    parts.push(index > 0 ? `,${head}` : head);
    write(item, place, parts);
  });
  parts.push(close);
}

/** Where something may be left out, commas are known only with the event. */
function writeSome(open: string, items: readonly OptionalText[], close: string): Text {
  return (scope) => {
    let [text, comma] = [open, ''];
    for (const render of items) {
      const item = render(scope);
      if (item === undefined) continue;
      text += comma + item;
      comma = ',';
    }
    return text + close;
  };
}

function compileItem({ head, item, place }: Item): OptionalText {
  const render = isObject(item) && isChoice(item) ? compileChoice(item, place) : compileBody(item, place);
  return (scope) => {
    const text = render(scope);
    return text === undefined ? undefined : head + text;
  };
}

function compileChoice(choice: TemplateObject, place: Place): OptionalText {
  const fault = findChoiceFault(choice);
  if (fault !== undefined) throw new WireFormatError(fault, place.path);
  const inside = at(place, WHEN);
  const choices = Object.entries(choicesOf(choice)).map(([name, template]) => ({
    holds: compileCondition(name as Condition, template, place),
    render: compileBody(template, at(inside, name)),
  }));
  return (scope) => choices.find(({ holds }) => holds(scope))?.render(scope);
}

/** What is wrong with a choice itself, apart from what it chooses between. */
export function findChoiceFault(choice: TemplateObject): string | undefined {
  if (Object.keys(choice).length > 1) return `must have ${WHEN} alone, or not at all`;
  const choices = choicesOf(choice);
  const names = Object.keys(choices);
  const isKnown = (name: string): boolean => CONDITIONS.some((condition) => condition === name);
  if (names.length === 0 || !names.every(isKnown)) {
    return `must have one or more of ${CONDITIONS.join(', ')} in ${WHEN}`;
  }
  const { present } = choices;
  const needsPath = present !== undefined && dataPathsIn(present).length === 0;
  return needsPath
    ? 'must name a value of the data, as in {event.data.user}, where it asks for present'
    : undefined;
}

function compileCondition(
  condition: Condition,
  template: BodyTemplate,
  { json }: Place,
): (scope: Parameters<Text>[0]) => boolean {
  switch (condition) {
    case 'test':
      return ({ input }) => input.attempt.isTest === true;
    case 'retry':
      return ({ input }) => input.attempt.number > 1;
    case 'present': {
      const paths = dataPathsIn(template);
      return ({ input }) => paths.every((path) => dataValue(input.event, json, path) !== null);
    }
    case 'otherwise':
      return () => true;
  }
}

/** Those that the template always reads: what a choice within it asks for is its own matter. */
function dataPathsIn(template: BodyTemplate): (readonly string[])[] {
  if (typeof template === 'string') {
    return placeholdersInText(template).flatMap((name) => {
      const path = dataPathOf(name);
      return path === null ? [] : [path];
    });
  }
  if (template === null || typeof template !== 'object' || isChoice(template)) return [];
  return Object.values(template).flatMap((value: BodyTemplate) => dataPathsIn(value));
}

function joinLiterals(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}
