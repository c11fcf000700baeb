import { readFileSync } from 'node:fs';
import { codeBlocksOf, type CodeBlock } from './code-blocks.ts';

/** A document that Posthorn is held to, word for word. */
export interface SeedDocument {
  readonly text: string;
  /** The words themselves, for the name of the test that holds them. @throws Error where the document does not say so */
  readonly says: (words: string) => string;
  /** The one code block that holds all of the words. */
  readonly block: (...words: readonly string[]) => string;
  /** The same, read as JSON. */
  readonly json: (...words: readonly string[]) => unknown;
  /** The first cells of the rows of the first table whose head has the cell. */
  readonly firstCells: (headCell: string) => string[];
  /** First lines of the code blocks that nobody has asked for yet. */
  readonly untried: () => string[];
}

/** @param name of a file in test/seeds/documents, without its ending */
export function openSeed(name: string): SeedDocument {
  const text = readFileSync(new URL(`../seeds/documents/${name}.txt`, import.meta.url), 'utf8');
  const blocks = codeBlocksOf(text);
  const tried = new Set<CodeBlock>();
  const block = (...words: readonly string[]): string => {
    const [found, ...others] = blocks.filter(({ code }) => words.every((one) => code.includes(one)));
    if (found === undefined || others.length > 0) {
      throw new Error(`${name} has not one block of ${words.join(', ')}.`);
    }
    tried.add(found);
    return found.code;
  };
  return {
    text,
    untried: () => blocks.filter((one) => !tried.has(one)).map(({ code }) => code.split('\n', 1)[0] ?? ''),
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
