import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOOKS = new URL('../../tools/import-typescript.mjs', import.meta.url).href;

/** Starts a TypeScript file as a process of its own, with nothing built before; what it writes is not shown. */
export function forkTypeScript(file: URL, environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return fork(fileURLToPath(file), {
    execArgv: ['--import', HOOKS],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** The next message of a child. */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}
