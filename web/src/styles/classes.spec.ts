import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));

/** The classes whose rules begin in a file: `.choice` of `.choice:hover > span`; what `:has` narrows is of a page alone. */
function classesOf(file: string): Set<string> {
  const css = readFileSync(`${SOURCE}/${file}`, 'utf8').replace(/\/\*.*?\*\//gs, '');
  const selectors = [...css.matchAll(/([^{}]+)\{/g)]
    .flatMap(([, list = '']) => list.split(','))
    .filter((selector) => !selector.includes(':has('));
  return new Set(selectors.flatMap((selector) => /^\.([a-z][\w-]*)/.exec(selector.trim())?.[1] ?? []));
}

describe('the classes of the console', () => {
  // All styles are one file, in which the same name in two places is a rule of both.
  it('have their rules in one place each', () => {
    const places = new Map<string, string[]>();
    for (const file of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.css')) continue;
      for (const name of classesOf(file)) places.set(name, [...(places.get(name) ?? []), file]);
    }
    expect(places.get('table')).toEqual(['styles/data.css']);
    expect([...places].filter(([, files]) => files.length > 1)).toEqual([]);
  });
});
