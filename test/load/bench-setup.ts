import { once } from 'node:events';
import globalSetup from '../support/global-setup.ts';
import globalTeardown from '../support/global-teardown.ts';
import { firstMessage, forkTypeScript } from './child-process.ts';

const RECEIVER = new URL('./bare-receiver.ts', import.meta.url);

/** A Postgres of the bench's own, and a bare receiver in a process of its own. */
export interface BenchSetup {
  readonly receiverUrl: string;
  close(): Promise<void>;
}

export async function setUpBench(): Promise<BenchSetup> {
  await globalSetup();
  const receiver = forkTypeScript(RECEIVER);
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
