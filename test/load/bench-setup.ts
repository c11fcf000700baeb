import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import globalSetup from '../support/global-setup.ts';
import globalTeardown from '../support/global-teardown.ts';
import { forkTypeScript, nextMessage } from './child-process.ts';

const RECEIVER = new URL('./bare-receiver.ts', import.meta.url);

/** When requests arrive at a receiver that says so: a URL, and the time of the next one. */
export interface ArrivalTimes {
  readonly url: string;
  /** Nanoseconds of the machine's monotonic clock, which all processes share. */
  next(): Promise<bigint>;
}

/** A Postgres of the bench's own, and a bare receiver in a process of its own. */
export interface BenchSetup {
  readonly receiverUrl: string;
  readonly arrivals: ArrivalTimes;
  close(): Promise<void>;
}

export async function setUpBench(): Promise<BenchSetup> {
  await globalSetup();
  const receiver = forkTypeScript(RECEIVER);
  const port = await nextMessage<number>(receiver);
  return {
    receiverUrl: `http://127.0.0.1:${port}/`,
    arrivals: arrivalsAt(receiver, `http://127.0.0.1:${port}/timed`),
    close: async () => {
      receiver.disconnect();
      await once(receiver, 'exit');
      await globalTeardown();
    },
  };
}

function arrivalsAt(receiver: ChildProcess, url: string): ArrivalTimes {
  return { url, next: async () => BigInt(await nextMessage<string>(receiver)) };
}
