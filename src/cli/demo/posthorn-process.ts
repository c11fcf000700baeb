import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { environmentWithoutSettings } from '../../config/environment.ts';

const HEALTH_LINE = /^\s*Health\s+(http:\S+)\/health$/;

/** A Posthorn of its own, started as a user would. */
export interface PosthornProcess {
  /** Where it listens, without a path. */
  readonly baseUrl: string;
  readonly pid: number;
  /** Asks it to stop and waits for its end. @returns the exit code, null when a signal ended it */
  stop(): Promise<number | null>;
  /** Ends it at once (SIGKILL). */
  kill(): Promise<void>;
}

/**
 * Starts Posthorn and waits until it says where it is.
 * @param nodeArguments the program, and what Node needs to run it
 * @param settings all that differs from the defaults; the settings of this process are not handed on
 * @throws Error with what it printed, when it ends instead
 */
export async function startPosthorn(
  nodeArguments: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<PosthornProcess> {
  const child = spawn(process.execPath, [...nodeArguments], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...environmentWithoutSettings(), ...settings },
  });
  const exited = once(child, 'exit');
  const baseUrl = await readBaseUrl(child);
  return {
    baseUrl,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function readBaseUrl({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('The standard error of Posthorn is not piped.');
  const said: string[] = [];
  const lines = createInterface({ input: stderr });
  for await (const line of lines) {
    const found = HEALTH_LINE.exec(line)?.[1];
    if (found !== undefined) {
      stderr.resume(); // an unread pipe would one day stop the process
      return found;
    }
    said.push(line);
  }
  throw new Error(`Posthorn did not start:\n${said.join('\n')}`);
}
