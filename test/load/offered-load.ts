import { setTimeout as delay } from 'node:timers/promises';
import { toPublicId } from '../../src/domain/ids.ts';
import type { Publisher } from '../../src/engine/publish/publisher.ts';
import { newEvent } from '../support/engine-harness.ts';
import { DATA } from './bench-engine.ts';
import type { Arrivals } from './bench-setup.ts';
import { monotonicMs } from './monotonic-clock.ts';

const LEAD_MS = 50;
/** How long what has been published may take to arrive; what has not arrived by then counts with this time. */
const PATIENCE_MS = 20_000;

export interface OfferedLoad {
  readonly eventsPerSecond: number;
  readonly count: number;
  readonly typeOf?: (event: number) => string;
}

/** Latencies in ms, one an event, in no order. */
export interface OfferedLatencies {
  /** From the moment that the event was due to be published: what held up its publisher counts too. */
  readonly fromDue: readonly number[];
  /** From the commit, as its publisher learns of it. */
  readonly fromCommit: readonly number[];
}

interface Published {
  readonly dueAt: number;
  readonly committedAt: number;
}

/** Publishes events singly at fixed times, whatever became of those before: an open loop. */
export async function offerLoad(
  publisher: Pick<Publisher, 'publish'>,
  arrivals: Arrivals,
  load: OfferedLoad,
): Promise<OfferedLatencies> {
  await arrivals.collect(0, 0); // forgets what came before
  const published = await publishOnTime(publisher, load);
  const arrived = new Map(await arrivals.collect(load.count, PATIENCE_MS));
  const gaveUpAt = monotonicMs();
  const since = (start: (event: Published) => number): number[] =>
    // A hand-off is under way before its publisher hears of the commit.
    [...published].map(([id, event]) => Math.max(0, (arrived.get(id) ?? gaveUpAt) - start(event)));
  return { fromDue: since(({ dueAt }) => dueAt), fromCommit: since(({ committedAt }) => committedAt) };
}

async function publishOnTime(
  publisher: Pick<Publisher, 'publish'>,
  { eventsPerSecond, count, typeOf = () => 'bench' }: OfferedLoad,
): Promise<Map<string, Published>> {
  const published = new Map<string, Published>();
  const publish = async (event: number, dueAt: number): Promise<void> => {
    const [stored] = await publisher.publish([newEvent(typeOf(event), DATA)]);
    if (stored !== undefined)
      published.set(toPublicId('event', stored.id), { dueAt, committedAt: monotonicMs() });
  };
  const startsAt = monotonicMs() + LEAD_MS;
  const dueAt = (event: number): number => startsAt + (event * 1_000) / eventsPerSecond;
  const publishes: Promise<void>[] = [];
  while (publishes.length < count) {
    while (publishes.length < count && dueAt(publishes.length) <= monotonicMs()) {
      publishes.push(publish(publishes.length, dueAt(publishes.length)));
    }
    await delay(1);
  }
  await Promise.all(publishes);
  return published;
}
