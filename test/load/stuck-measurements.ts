import type { EngineHarness } from '../support/engine-harness.ts';
import { SLOTS, WEBHOOKS, withEngine } from './bench-engine.ts';
import type { Arrivals, BenchSetup } from './bench-setup.ts';
import { addQueued, addWebhooks, type BulkWebhook } from './bulk-rows.ts';
import { addLoneEvent, startKeptEngine } from './kept-databases.ts';
import type { Section } from './measurement.ts';
import { offerLoad, type OfferedLoad } from './offered-load.ts';
import { openEngine } from './open-engine.ts';
import { percentiles, type Percentiles } from './percentiles.ts';
import { scaled } from './scale.ts';

const SLOW_MS = 14_000;
const STUCK_WEBHOOKS = 100;
const DUE_EACH = scaled(20_000);
const PER_SECOND = 500;
/** Longer than a time-out (15 s), so that what comes after one is in it too. */
const SECONDS = scaled(18);

const healthyType = (event: number): string => `healthy.${event % WEBHOOKS}`;
const WARMING: OfferedLoad = { eventsPerSecond: PER_SECOND, count: PER_SECOND, typeOf: healthyType };
const LOAD: OfferedLoad = { eventsPerSecond: PER_SECOND, count: PER_SECOND * SECONDS, typeOf: healthyType };

export const STUCK: Section = {
  title: 'Beside receivers that hang',
  about: `50 webhooks whose receivers never answer and 50 whose receivers answer after 14 s, ${DUE_EACH} due each, in one process
with ${SLOTS} slots. ${PER_SECOND} events a second to 50 healthy webhooks, one each, for ${SECONDS} s from a second after the start of the worker: from the moment
that each was due to its arrival, with the stuck ones and without. What had not arrived 20 s after the last counts as that.`,
  measurements: [
    {
      figures: ['without', 'with'].flatMap((side) =>
        ['p50', 'p99'].map((share) => ({
          id: `stuck-${side}-${share}`,
          unit: 'ms',
          name: `healthy webhooks ${side} the stuck ones, ${share}`,
        })),
      ),
      measure: async (setup) => {
        const without = await withEngine(
          setup.arrivals.url,
          async (engine) => {
            await addWebhooks(engine.database, healthyWebhooks(setup.arrivals));
            return await measureHealthy(engine, setup.arrivals);
          },
          0,
        );
        return [...without, ...(await measureHealthy(await setup.keep(startWithStuck), setup.arrivals))];
      },
    },
  ],
};

function healthyWebhooks({ url }: Arrivals): BulkWebhook[] {
  return Array.from({ length: WEBHOOKS }, (_, webhook) => ({ url, events: [healthyType(webhook)] }));
}

async function startWithStuck({ receiverUrl, arrivals }: BenchSetup): Promise<EngineHarness> {
  return await startKeptEngine(async (engine) => {
    const { database } = engine;
    const eventId = await addLoneEvent(engine);
    const stuck = Array.from({ length: STUCK_WEBHOOKS }, (_, webhook) => ({
      url: `${receiverUrl}${webhook % 2 === 0 ? 'hung' : `after/${SLOW_MS}`}`,
      events: ['stuck'],
    }));
    const webhookIds = await addWebhooks(database, stuck);
    await addQueued(database, { webhookIds, eventId, count: STUCK_WEBHOOKS * DUE_EACH, isReady: true });
    await addWebhooks(database, healthyWebhooks(arrivals));
  });
}

/** By an engine of its own, that is new to all of them. */
async function measureHealthy({ database }: EngineHarness, arrivals: Arrivals): Promise<Percentiles> {
  const engine = await openEngine(database.url);
  try {
    engine.worker.start();
    await offerLoad(engine.publisher, arrivals, WARMING);
    return percentiles((await offerLoad(engine.publisher, arrivals, LOAD)).fromDue);
  } finally {
    await engine.close();
  }
}
