import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOOKS = new URL('../../tools/import-typescript.mjs', import.meta.url).href;

export interface ForkOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Parameters of Node. */
  readonly nodeOptions?: readonly string[];
  /** Leaves out what it writes to standard error. */
  readonly isQuiet?: boolean;
}

/** As `npm start` and the image start Posthorn. */
const YOUNG_GENERATION = '--max-semi-space-size=64';

/** Starts a TypeScript file as a process of its own, with nothing built before. */
export function forkTypeScript(file: URL, options: ForkOptions = {}): ChildProcess {
  return fork(fileURLToPath(file), {
    execArgv: [YOUNG_GENERATION, ...(options.nodeOptions ?? []), '--import', HOOKS],
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'ignore', options.isQuiet === true ? 'ignore' : 'inherit', 'ipc'],
  });
}

/** The next message of a child. @throws Error when it ends without one */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const onExit = (): void => {
    ended.abort(new Error(`${child.spawnargs.at(-1) ?? 'a process'} ended without an answer`));
  };
  child.once('exit', onExit);
  try {
    const [message] = (await once(child, 'message', { signal: ended.signal })) as [T];
    return message;
  } finally {
    child.off('exit', onExit);
  }
}

/** Tells a child something, and waits for what it answers. */
export async function ask<T>(child: ChildProcess, message: Serializable): Promise<T> {
  const answer = nextMessage<T>(child);
  child.send(message);
  return await answer;
}

/** Ends a child that lives as long as its parent listens, and waits for it. */
export async function letGo(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.disconnect();
  await once(child, 'exit');
}

/** Asks a child to end as a service is asked, and waits for it. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
