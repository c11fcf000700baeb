import { setTimeout as delay } from 'node:timers/promises';
import { WorkChannel } from '../../src/database/work-channel.ts';
import { Publisher } from '../../src/engine/publish/publisher.ts';
import { newEvent, type EngineHarness } from '../support/engine-harness.ts';
import { DATA, withEngine, withWorkers } from './bench-engine.ts';
import type { ArrivalTimes } from './bench-setup.ts';

const EVENTS = 200;
const PAUSE_MS = 20;

export type Percentiles = [p50: number, p99: number];

/** Milliseconds from the commit, as its publisher learns of it, to the arrival, with nothing else to do; in one process. */
export async function measureIdleLatency(arrivals: ArrivalTimes): Promise<Percentiles> {
  return await withEngine(
    arrivals.url,
    async (engine) => {
      engine.worker.start();
      return await measure(engine.publisher, arrivals);
    },
    1,
  );
}

/** The same where another process delivers. */
export async function measureIdleLatencyAcross(arrivals: ArrivalTimes): Promise<Percentiles> {
  return await withEngine(
    arrivals.url,
    async (engine) =>
      await withWorkers(engine, 1, async () => {
        const channel = openChannel(engine);
        const { pool, subscriptions, ids } = engine;
        const onPublished = channel.announce.bind(channel);
        const publisher = new Publisher({ pool, subscriptions, ids, handOff: null, onPublished });
        try {
          return await measure(publisher, arrivals);
        } finally {
          await channel.close();
        }
      }),
    1,
  );
}

function openChannel({ database, pool, log }: EngineHarness): WorkChannel {
  const options = { url: database.url, schema: 'posthorn', applicationName: 'bench', pool, log };
  const channel = new WorkChannel(options);
  channel.start(null);
  return channel;
}

async function measure(publisher: Publisher, arrivals: ArrivalTimes): Promise<Percentiles> {
  const latencies: number[] = [];
  for (let count = 0; count < EVENTS; count += 1) {
    await delay(PAUSE_MS);
    const arrival = arrivals.next();
    await publisher.publish([newEvent('bench', DATA)]);
    const committedAt = process.hrtime.bigint();
    // A hand-off is under way before its publisher hears of the commit.
    latencies.push(Math.max(0, Number((await arrival) - committedAt) / 1e6));
  }
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [at(0.5), at(0.99)];
}
