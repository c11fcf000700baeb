import { readFileSync } from 'node:fs';
import { codeBlocksOf } from './guide.ts';

/** A document that Posthorn is held to, word for word. */
export interface SeedDocument {
  /** The words themselves, for the name of the test that holds them. @throws Error where the document does not say so */
  readonly says: (words: string) => string;
  /** The one code block that holds all of the words. */
  readonly block: (...words: readonly string[]) => string;
  /** The same, read as JSON. */
  readonly json: (...words: readonly string[]) => unknown;
  /** The first cells of the rows of the first table whose head has the cell. */
  readonly firstCells: (headCell: string) => string[];
}

/** @param name of a file in test/seeds/documents, without its ending */
export function openSeed(name: string): SeedDocument {
  const text = readFileSync(new URL(`../seeds/documents/${name}.txt`, import.meta.url), 'utf8');
  const block = (...words: readonly string[]): string => {
    const [found, ...others] = codeBlocksOf(text).filter(({ code }) =>
      words.every((one) => code.includes(one)),
    );
    if (found === undefined || others.length > 0) {
      throw new Error(`${name} has not one block of ${words.join(', ')}.`);
    }
    return found.code;
  };
  return {
    says: (words) => {
      if (!text.includes(words)) throw new Error(`${name} does not say: ${words}`);
      return words;
    },
    block,
    json: (...words) => JSON.parse(block(...words)) as unknown,
    firstCells: (headCell) => {
      const lines = text.split('\n');
      const rows = lines.slice(lines.findIndex((line) => line.startsWith(`| ${headCell} |`)) + 2);
      return rows
        .slice(
          0,
          rows.findIndex((line) => !line.startsWith('|')),
        )
        .map((line) => (line.split('|')[1] ?? '').trim().replaceAll('`', ''));
    },
  };
}
