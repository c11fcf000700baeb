import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { environmentWithoutSettings } from '../../src/config/environment.ts';
import { eventually } from './eventually.ts';

const HOOKS = new URL('../../tools/import-typescript.mjs', import.meta.url).href;
const HEALTH_LINE = /^\s*Health\s+(http:\S+)\/health$/m;
const START_PATIENCE_MS = 90_000;

/** A program of src/, run from its sources as a process of its own, with all that it says. */
export interface SpawnedProgram {
  /** Standard output and standard error. */
  output(): string;
  /** Where it listens, once it says so; rejects when it does not. */
  baseUrl(): Promise<string>;
  /** The exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * @param path below src/
 * @param settings all that differs from the defaults; the settings of this process are not handed on
 * @param programArguments what it is called with
 */
export function spawnProgram(
  path: string,
  settings: Readonly<Record<string, string>>,
  programArguments: readonly string[] = [],
): SpawnedProgram {
  const program = fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
  const child = spawn(process.execPath, ['--import', HOOKS, program, ...programArguments], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environmentWithoutSettings(), PORT: '0', ...settings },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  }
  const output = (): string => said.join('');
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    output,
    ended,
    baseUrl: async () =>
      await eventually(
        'it listens',
        () => {
          if (child.exitCode !== null) throw new Error(`It ended instead:\n${output()}`);
          return HEALTH_LINE.exec(output())?.[1];
        },
        START_PATIENCE_MS,
      ),
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}
