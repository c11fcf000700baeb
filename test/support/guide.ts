import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { codeBlocksOf, type CodeBlock } from './code-blocks.ts';

const execute = promisify(execFile);

/** A document whose code is tried. */
export interface Guide {
  readonly text: string;
  /** @throws Error when there is no block of this name */
  block(name: string): string;
  /** The rows of the first table whose head has this cell, as texts, without its head. */
  table(headCell: string): string[][];
  /** Blocks that nobody has asked for yet. */
  untried(): (string | number)[];
}

export function openGuide(path: string): Guide {
  const text = readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
  const blocks = codeBlocksOf(text);
  const tried = new Set<CodeBlock>();
  return {
    text,
    block: (name) => {
      const block = blocks.find((candidate) => candidate.name === name);
      if (block === undefined) throw new Error(`${path} has no block to run named ${name}.`);
      tried.add(block);
      return block.code;
    },
    table: (headCell) => rowsOf(text, headCell),
    untried: () => blocks.filter((block) => !tried.has(block)).map(({ name, line }) => name ?? line),
  };
}

function rowsOf(text: string, headCell: string): string[][] {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith('|') && cellsOf(line).includes(headCell));
  if (head === -1) throw new Error(`There is no table with a column ${headCell}.`);
  const rows = lines.slice(head + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end === -1 ? undefined : end).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/**
 * Runs a shell block as pasted, but for a newline after each answer of curl.
 * @returns every line that it printed, read as JSON
 */
export async function runRequests(commands: string): Promise<unknown[]> {
  const script = `curl() { command curl "$@"; echo; }\n${commands}`;
  const { stdout } = await execute('bash', ['-ec', script]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/**
 * What a JSON block of a document says about an answer: each member that it shows is there, with its value. `…` in a
 * text stands for anything.
 */
export function asShown(example: unknown): unknown {
  if (typeof example === 'string' && example.includes('…')) {
    return expect.stringMatching(new RegExp(`^${example.split('…').map(escapeForPattern).join('.*')}$`, 's'));
  }
  if (Array.isArray(example)) return example.map(asShown);
  if (typeof example !== 'object' || example === null) return example;
  const members = Object.entries(example).map(([name, value]): [string, unknown] => [name, asShown(value)]);
  return expect.objectContaining(Object.fromEntries(members));
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
