import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import globalSetup from '../support/global-setup.ts';
import globalTeardown from '../support/global-teardown.ts';

const HOOKS = new URL('../../tools/import-typescript.mjs', import.meta.url).href;
const RECEIVER = fileURLToPath(new URL('./bare-receiver.ts', import.meta.url));

/** A Postgres of the bench's own, and a bare receiver in a process of its own. */
export interface BenchSetup {
  readonly receiverUrl: string;
  close(): Promise<void>;
}

export async function setUpBench(): Promise<BenchSetup> {
  await globalSetup();
  const receiver = fork(RECEIVER, { execArgv: ['--import', HOOKS] });
  const port = await firstMessage(receiver);
  return {
    receiverUrl: `http://127.0.0.1:${port}/`,
    close: async () => {
      receiver.disconnect();
      await once(receiver, 'exit');
      await globalTeardown();
    },
  };
}

async function firstMessage(child: ChildProcess): Promise<number> {
  const [message] = (await once(child, 'message')) as [number];
  return message;
}
