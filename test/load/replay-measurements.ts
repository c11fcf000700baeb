import { setTimeout as delay } from 'node:timers/promises';
import type { PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';
import { fromPublicId, toPublicId } from '../../src/domain/ids.ts';
import type { Publisher } from '../../src/engine/publish/publisher.ts';
import { createApiClient } from '../support/api-client.ts';
import { DEFAULT_TENANT, newEvent } from '../support/engine-harness.ts';
import { nextId } from '../support/delivery-rows.ts';
import { startProgram } from '../support/posthorn-program.ts';
import { DATA } from './bench-engine.ts';
import type { Arrivals, BenchSetup } from './bench-setup.ts';
import { addWebhooks } from './bulk-rows.ts';
import type { Section, Value } from './measurement.ts';
import { startWithMonth, type Month } from './month-measurements.ts';
import { offerLoad, type OfferedLoad } from './offered-load.ts';
import { percentiles } from './percentiles.ts';
import { scaled } from './scale.ts';

const PER_SECOND = 50;
const SECONDS = scaled(20, 1);
/** A replay's own, where it is not told another. */
const PACE_PER_SECOND = 50;
/** Enough to go on for longer than is measured. */
const DEAD_LETTERS = (SECONDS + 20) * PACE_PER_SECOND;
const LOAD: OfferedLoad = { eventsPerSecond: PER_SECOND, count: PER_SECOND * SECONDS, typeOf: () => 'live' };
const WARMING: OfferedLoad = { ...LOAD, count: 100 };
const SCRAPE_EVERY_MS = 100;

export const REPLAY: Section = {
  title: 'Live deliveries beside a replay',
  about: `One process beside a month of history. ${PER_SECOND} events a second published over HTTP to a webhook that answers at once, for ${SECONDS} s: from the
moment that each was due to its arrival, without a replay, and with one of dead letters at its own pace of ${PACE_PER_SECOND} a second. Scrapes: of
/metrics, one every ${SCRAPE_EVERY_MS} ms meanwhile, from the request to the end of the answer, of a process that has been scraped before.`,
  measurements: [
    {
      figures: [
        ...['without', 'with'].flatMap((side) =>
          ['p50', 'p99'].map((share) => ({
            id: `replay-${side}-${share}`,
            unit: 'ms',
            name: `live deliveries ${side} a replay, ${share}`,
          })),
        ),
        { id: 'scrape-p50', unit: 'ms', name: 'scrape of /metrics meanwhile, p50' },
        { id: 'scrape-p99', unit: 'ms', name: 'scrape of /metrics meanwhile, p99' },
      ],
      measure: async (setup) => await measureReplay(setup, await setup.keep(startWithMonth)),
    },
  ],
};

async function measureReplay({ arrivals, receiverUrl }: BenchSetup, month: Month): Promise<readonly Value[]> {
  const { database } = month;
  const [replayed = ''] = await addWebhooks(database, [
    { url: receiverUrl, events: ['history.none'] },
    { url: arrivals.url, events: ['live'] },
  ]);
  await addDeadLetters(month, replayed);
  const program = await startProgram({ DATABASE_URL: database.url });
  try {
    const publisher = publishingTo(program);
    await whileScraping(program, arrivals, publisher, WARMING);
    const without = percentiles((await offerLoad(publisher, arrivals, LOAD)).fromDue);
    const api = createApiClient(program.baseUrl);
    const body = { mode: 'failed', filter: { webhook_id: toPublicId('webhook', replayed) } };
    const { data, status } = await api.post<{ id: string }>('/api/replays', body);
    if (status !== 202) throw new Error(`The replay was answered ${status}: ${JSON.stringify(data)}`);
    const { latencies, scrapes } = await whileScraping(program, arrivals, publisher, LOAD);
    const { data: after } = await api.get<{ status: string }>(`/api/replays/${data.id}`);
    if (after.status !== 'running') throw new Error('The replay was over before the measurement.');
    await api.post(`/api/replays/${data.id}/cancel`);
    return [...without, ...percentiles(latencies), ...percentiles(scrapes)];
  } finally {
    await program.stop();
    await database.query('update webhooks set deleted_at = now() where id = $1 or url = $2', [
      replayed,
      arrivals.url,
    ]);
  }
}

async function whileScraping(
  { baseUrl }: PosthornProcess,
  arrivals: Arrivals,
  publisher: Pick<Publisher, 'publish'>,
  load: OfferedLoad,
): Promise<{ latencies: readonly number[]; scrapes: readonly number[] }> {
  const scrapes: number[] = [];
  const running = { isOver: false };
  const scraping = (async () => {
    while (!running.isOver) {
      const startedAt = performance.now();
      await (await fetch(`${baseUrl}/metrics`)).text();
      scrapes.push(performance.now() - startedAt);
      await delay(SCRAPE_EVERY_MS);
    }
  })();
  try {
    const { fromDue: latencies } = await offerLoad(publisher, arrivals, load);
    return { latencies, scrapes };
  } finally {
    running.isOver = true;
    await scraping;
  }
}

/** Of one event, which has its data still. */
async function addDeadLetters({ database, publisher }: Month, webhookId: string): Promise<void> {
  const [event] = await publisher.publish([newEvent('history.nobody', DATA)]);
  await database.query(
    `insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count, max_attempts,
                                      lease_token, created_at)
     select id, $2, $3, $4, 'history.none', 'dead_letter', 'exhausted', 1, 10, 1, now() from unnest($1::uuid[]) as g(id)`,
    [Array.from({ length: DEAD_LETTERS }, nextId), DEFAULT_TENANT, webhookId, event?.id],
  );
}

/** Each event by a request of its own. */
function publishingTo({ baseUrl }: PosthornProcess): Pick<Publisher, 'publish'> {
  const api = createApiClient(baseUrl);
  return {
    publish: async (events) => {
      const ids: string[] = [];
      for (const { type } of events) {
        const { data, status } = await api.post<{ id: string }>('/api/events', {
          type,
          data: JSON.parse(DATA) as unknown,
        });
        if (status !== 202) throw new Error(`The event was answered ${status}.`);
        ids.push(fromPublicId('event', data.id) ?? '');
      }
      return ids.map((id) => ({ id, isReplayed: false, deliveryIds: null, trace: null }));
    },
  };
}
