import { partsOfTemplate, type TemplatePart } from '../placeholders.ts';
import type { BodyTemplate } from '../wire-format.ts';

/** What stood where a template has its placeholders, by their names. */
export type Values = Map<string, string>;

export interface TemplateReading {
  readonly values: Values;
  /** Behind what was read. */
  readonly end: number;
}

/**
 * Reads a text that a template has made: the way back of `compileText`. A placeholder ends where the literal behind it begins,
 * so that the time is linear in the text, whatever template a tenant has written.
 * @returns null for a text that is not of the template, and for a template of which placeholders follow each other at once
 */
export function readTemplate(template: string, text: string): TemplateReading | null {
  const parts = partsOfTemplate(template);
  const values: Values = new Map();
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if ('literal' in part) {
      if (!text.startsWith(part.literal, at)) return null;
      at += part.literal.length;
      continue;
    }
    const end = endOfValue(parts[index + 1], text, at);
    if (end === null || end === at) return null;
    values.set(part.name, text.slice(at, end));
    at = end;
  }
  return { values, end: at };
}

function endOfValue(next: TemplatePart | undefined, text: string, at: number): number | null {
  if (next === undefined) return text.length;
  if ('name' in next) return null;
  const end = text.indexOf(next.literal, at);
  return end === -1 ? null : end;
}

/** As `readTemplate`, of a text that the template has made as a whole. */
export function readWhole(template: string, text: string): Values | null {
  const reading = readTemplate(template, text);
  return reading?.end === text.length ? reading.values : null;
}

/** Reads what stands alone in a member of a body, such as `"id": "{event.id}"`. */
export function readBodyValues(template: BodyTemplate, body: unknown): Values {
  const values: Values = new Map();
  collect(template, body, values);
  return values;
}

function collect(template: BodyTemplate, value: unknown, values: Values): void {
  if (typeof template === 'string') {
    const name = loneName(template);
    if (name !== null && (typeof value === 'string' || typeof value === 'number'))
      values.set(name, String(value));
    return;
  }
  if (!isObject(template) || !isObject(value)) return;
  for (const [name, member] of Object.entries(template)) {
    if (Object.hasOwn(value, name)) collect(member, value[name], values);
  }
}

function loneName(template: string): string | null {
  const [first, ...others] = partsOfTemplate(template);
  return first !== undefined && 'name' in first && others.length === 0 ? first.name : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes a template with values that were read; the names that are missing, where some are. */
export function writeTemplate(
  template: string,
  values: Values,
): { readonly text: string } | { readonly missing: readonly string[] } {
  const parts = partsOfTemplate(template);
  const missing = parts.flatMap((part) => ('name' in part && !values.has(part.name) ? [part.name] : []));
  if (missing.length > 0) return { missing };
  return {
    text: parts.map((part) => ('name' in part ? (values.get(part.name) ?? '') : part.literal)).join(''),
  };
}
