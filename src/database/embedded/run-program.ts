import { spawn } from 'node:child_process';
import type { ServerAccount } from './server-account.ts';

interface ProgramResult {
  /** null when the program could not be started or was killed by a signal. */
  exitCode: number | null;
  output: string;
}

interface RunOptions {
  account?: ServerAccount | undefined;
  cwd?: string;
}

/** What the server's programs get to see: nothing of the caller's environment reaches the database. */
export const PROGRAM_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' } as const;

const OUTPUT_CHARS_MAX = 64 * 1024;

/** With uid and gid given, the child also drops all supplementary groups. */
export function asAccount(account: ServerAccount | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** Runs to the end and never throws; stdout and stderr are gathered together, at most the last 64 Ki characters. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...asAccount(options.account),
      cwd: options.cwd ?? '/',
      env: PROGRAM_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const gather = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-OUTPUT_CHARS_MAX);
    };
    child.stdout.on('data', gather);
    child.stderr.on('data', gather);
    child.once('error', (error) => {
      resolve({ exitCode: null, output: error.message });
    });
    child.once('close', (exitCode) => {
      resolve({ exitCode, output });
    });
  });
}
