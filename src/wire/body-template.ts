import { compileJsonString, placeholdersInText, type Scope } from './placeholders.ts';
import type { BodyTemplate } from './wire-format.ts';

type Part = string | ((scope: Scope) => string);

/** Compiles a JSON value with placeholders to a function that writes its text, keys in the order of the template. */
export function compileBody(template: BodyTemplate): (scope: Scope) => string {
  const parts: Part[] = [];
  write(template, parts);
  const joined = joinLiterals(parts);
  return (scope) => {
    let text = '';
    for (const part of joined) text += typeof part === 'string' ? part : part(scope);
    return text;
  };
}

/** The names of all placeholders in a template. */
export function placeholdersIn(template: BodyTemplate): string[] {
  if (typeof template === 'string') return placeholdersInText(template);
  if (template === null || typeof template !== 'object') return [];
  return Object.values(template).flatMap((value: BodyTemplate) => placeholdersIn(value));
}

function write(template: BodyTemplate, parts: Part[]): void {
  if (typeof template === 'string') {
    parts.push(template.includes('{') ? compileJsonString(template) : JSON.stringify(template));
  } else if (isList(template)) {
    writeAll('[', ']', template, parts, (item) => {
      write(item, parts);
    });
  } else if (template !== null && typeof template === 'object') {
    writeAll('{', '}', Object.entries(template), parts, ([key, value]) => {
      parts.push(`${JSON.stringify(key)}:`);
      write(value, parts);
    });
  } else {
    parts.push(JSON.stringify(template));
  }
}

function writeAll<T>(
  open: string,
  close: string,
  items: readonly T[],
  parts: Part[],
  each: (item: T) => void,
): void {
  parts.push(open);
  items.forEach((item, index) => {
    if (index > 0) parts.push(',');
    each(item);
  });
  parts.push(close);
}

/** Array.isArray does not narrow a readonly array. */
function isList(template: BodyTemplate): template is readonly BodyTemplate[] {
  return Array.isArray(template);
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
