import { readFileSync } from 'node:fs';
import { codeBlocksOf, type CodeBlock } from './guide.ts';

/** One of the documents that Posthorn grew from, whose requirements and examples are tried. */
export interface SeedDocument {
  readonly text: string;
  /**
   * The one code block that holds all of the words, as it is printed.
   * @throws Error where there is none, or more than one
   */
  block(...words: readonly string[]): string;
  /** The words, which the document must have: a test says by them what it tries. */
  quote(words: string): string;
  /** First lines of the blocks that nobody has asked for yet. */
  untried(): string[];
}

export function openSeedDocument(name: 'emp' | 'optimizer' | 'taskflow' | 'workflow'): SeedDocument {
  const text = readFileSync(new URL(`../seeds/documents/${name}.txt`, import.meta.url), 'utf8');
  const blocks = codeBlocksOf(text);
  const tried = new Set<CodeBlock>();
  return {
    text,
    block: (...words) => {
      const [block, ...others] = blocks.filter(({ code }) => words.every((word) => code.includes(word)));
      if (block === undefined || others.length > 0) {
        throw new Error(`${name} has not one block of ${words.join(', ')}.`);
      }
      tried.add(block);
      return block.code;
    },
    quote: (words) => {
      const inOneLine = text.replaceAll(/\s+/g, ' ');
      if (!inOneLine.includes(words.replaceAll(/\s+/g, ' '))) throw new Error(`${name} does not say: ${words}`);
      return words;
    },
    untried: () => blocks.filter((block) => !tried.has(block)).map(({ code }) => code.split('\n', 1)[0] ?? ''),
  };
}

export interface ExampleAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: Body;
  /** As it came. */
  readonly text: string;
}

const HEADER_LINE = /^([\w-]+): (.*)$/;

/**
 * Sends a request as a document prints it: method and path in the first line, then headers, if any, and a JSON body.
 * @param changes texts in its place of which others are sent, such as a token
 */
export async function sendExample<Body>(
  url: string,
  example: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<ExampleAnswer<Body>> {
  const printed = Object.entries(changes).reduce((text, [from, to]) => text.replaceAll(from, to), example);
  const [first = '', ...rest] = printed.trim().split('\n');
  const [method = '', path = ''] = first.split(' ');
  const bodyStart = rest.findIndex((line) => !HEADER_LINE.test(line));
  const headerLines = bodyStart === -1 ? rest : rest.slice(0, bodyStart);
  const headers = new Headers(
    headerLines.map((line): [string, string] => {
      const [, name = '', value = ''] = HEADER_LINE.exec(line) ?? [];
      return [name, value];
    }),
  );
  const body = bodyStart === -1 ? '' : rest.slice(bodyStart).join('\n').trim();
  if (body !== '' && !headers.has('content-type')) headers.set('Content-Type', 'application/json');
  const response = await fetch(`${url}${path}`, { method, headers, ...(body === '' ? {} : { body }) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : text) as Body };
}
