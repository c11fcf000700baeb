import type { ChildProcess } from 'node:child_process';
import globalSetup from '../support/global-setup.ts';
import globalTeardown from '../support/global-teardown.ts';
import type { Arrival, ArrivalsAsked } from './arrival-log.ts';
import { ask, forkTypeScript, letGo, nextMessage } from './child-process.ts';
import { startSystemPostgres } from './system-postgres.ts';

const RECEIVER = new URL('./bare-receiver.ts', import.meta.url);

/** What has arrived at a receiver that notes it. */
export interface Arrivals {
  readonly url: string;
  /** As soon as `count` events have arrived, or after `withinMs` those that have; each is told once. */
  collect(count: number, withinMs: number): Promise<readonly Arrival[]>;
}

interface Closable {
  close(): Promise<void>;
}

/** A Postgres of the bench's own (TEST_SUPERUSER_URL names another), and a bare receiver in a process of its own. */
export interface BenchSetup {
  readonly receiverUrl: string;
  readonly arrivals: Arrivals;
  /** What takes long to make is made once, at its first use, and closed when the bench ends. */
  keep<T extends Closable>(open: (setup: BenchSetup) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function setUpBench(): Promise<BenchSetup> {
  const server = process.env.TEST_SUPERUSER_URL === undefined ? await startSystemPostgres() : null;
  if (server !== null) process.env.TEST_SUPERUSER_URL = server.url;
  await globalSetup();
  const receiver = forkTypeScript(RECEIVER);
  const receiverUrl = `http://127.0.0.1:${await nextMessage<number>(receiver)}/`;
  const kept = new Map<unknown, Closable>();
  const setup: BenchSetup = {
    receiverUrl,
    arrivals: arrivalsAt(receiver, `${receiverUrl}timed`),
    keep: async <T extends Closable>(open: (setup: BenchSetup) => Promise<T>) => {
      const known = kept.get(open) as T | undefined;
      if (known !== undefined) return known;
      const opened = await open(setup);
      kept.set(open, opened);
      return opened;
    },
    close: async () => {
      for (const each of kept.values()) await each.close();
      await letGo(receiver);
      await globalTeardown();
      await server?.stop();
    },
  };
  return setup;
}

/** @param receiver a process that has an `ArrivalLog` */
export function arrivalsAt(receiver: ChildProcess, url: string): Arrivals {
  return {
    url,
    collect: async (count, withinMs) => {
      const asked: ArrivalsAsked = { count, withinMs };
      return await ask<readonly Arrival[]>(receiver, asked);
    },
  };
}
