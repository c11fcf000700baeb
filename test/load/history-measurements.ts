import type { EngineHarness } from '../support/engine-harness.ts';
import { drain, EVENTS, publishBatches, REQUESTS, WEBHOOKS, withEngine, type Rate } from './bench-engine.ts';
import { addHistory, addWebhooks } from './bulk-rows.ts';
import type { BenchSetup } from './bench-setup.ts';
import { startKeptEngine } from './kept-databases.ts';
import type { Section } from './measurement.ts';
import { openEngine } from './open-engine.ts';
import { scaled } from './scale.ts';

/** Chosen by the environment, since making them takes minutes. */
const FINISHED = Number(process.env.BENCH_HISTORY ?? scaled(10_000_000));
const FINISHED_WORDS = FINISHED.toLocaleString('en');

export const HISTORY: Section = {
  title: 'Behind a long history',
  about: `Draining ${REQUESTS} deliveries in a database with ${FINISHED_WORDS} finished ones of the last day and their attempts, and in an empty
one straight before. Each round drains the same database once more.`,
  measurements: [
    {
      figures: [
        { id: 'history-empty', unit: 'deliveries/s', name: 'draining, empty history' },
        { id: 'history-full', unit: 'deliveries/s', name: `draining, ${FINISHED_WORDS} finished` },
      ],
      measure: async (setup) => {
        const kept = await setup.keep(startWithHistory);
        return [await withEngine(setup.receiverUrl, drainByAnother), await drainByAnother(kept)];
      },
    },
  ],
};

async function startWithHistory({ receiverUrl }: BenchSetup): Promise<EngineHarness> {
  return await startKeptEngine(async ({ database }) => {
    const webhooks = Array.from({ length: WEBHOOKS }, () => ({ url: receiverUrl, events: ['bench'] }));
    await addHistory(database, await addWebhooks(database, webhooks), FINISHED);
  });
}

async function drainByAnother(engine: EngineHarness): Promise<Rate> {
  await publishBatches(engine, EVENTS);
  const other = await openEngine(engine.database.url);
  try {
    return await drain(other, REQUESTS);
  } finally {
    await other.close();
  }
}
