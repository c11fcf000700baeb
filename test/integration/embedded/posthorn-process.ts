import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { SmallCheckout } from './small-checkout.ts';

interface SaidServer {
  url: string;
  port: number;
  dataDir: string;
}

interface SaidError {
  code: string;
  message: string;
}

/** A process of its own that started, or failed to start, the embedded server. */
export interface PosthornProcess {
  child: ChildProcess;
  /** What it said: the server, or the error it ended with. */
  said: Promise<SaidServer | SaidError>;
  stderr: () => string;
}

export function spawnPosthorn(
  checkout: SmallCheckout,
  dataDir: string,
  account: { uid?: number; gid?: number } = {},
): PosthornProcess {
  const child = spawn(checkout.nodeBinary, [checkout.program, dataDir], {
    ...account,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const said = once(createInterface(child.stdout), 'line').then(
    ([line]) => JSON.parse(line as string) as SaidServer | SaidError,
  );
  // A process killed before it said anything is what some tests want.
  said.catch(() => undefined);
  return { child, said, stderr: () => stderr };
}

export async function serverOf(process: PosthornProcess): Promise<SaidServer> {
  const said = await process.said;
  if ('code' in said) throw new Error(`did not start: ${said.message}\n${process.stderr()}`);
  return said;
}

export async function errorOf(process: PosthornProcess): Promise<SaidError> {
  const said = await process.said;
  if (!('code' in said)) throw new Error(`started on port ${String(said.port)}`);
  return said;
}

/** SIGTERM lets the process stop its server; one that it killed instead would have left that running. */
export async function end(process: PosthornProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const { child } = process;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [exitCode] = (await exit) as [number | null];
  if (signal === 'SIGKILL' || exitCode === 0) return;
  const said = await process.said.catch(() => undefined);
  if (said && 'url' in said) throw new Error(`left its server running\n${process.stderr()}`);
}
