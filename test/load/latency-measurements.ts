import { WorkChannel } from '../../src/database/work-channel.ts';
import { Publisher } from '../../src/engine/publish/publisher.ts';
import type { EngineHarness } from '../support/engine-harness.ts';
import { withEngine, withWorkers } from './bench-engine.ts';
import type { Arrivals } from './bench-setup.ts';
import type { Measurement, Section } from './measurement.ts';
import { offerLoad, type OfferedLatencies, type OfferedLoad } from './offered-load.ts';
import { percentiles } from './percentiles.ts';
import { scaled } from './scale.ts';

/** Slow enough that one event is over before the next. */
const IDLE: OfferedLoad = { eventsPerSecond: 50, count: scaled(200, 20) };
const LOADS: readonly OfferedLoad[] = [
  { eventsPerSecond: 500, count: scaled(4_000, 100) },
  { eventsPerSecond: 2_000, count: scaled(10_000, 100) },
];
/** A process compiles what it runs often for its first ten thousand events or so, and is the slower for it meanwhile. */
const WARMING: OfferedLoad = { eventsPerSecond: 1_000, count: scaled(8_000, 100) };

/** Where the events are published, and where they are sent. */
interface Place {
  readonly id: string;
  readonly name: string;
  readonly measure: (
    arrivals: Arrivals,
    work: (publisher: Publisher) => Promise<OfferedLatencies>,
  ) => Promise<OfferedLatencies>;
}

const PLACES: readonly Place[] = [
  { id: 'one', name: 'in one process', measure: inOneProcess },
  { id: 'across', name: 'across processes', measure: acrossProcesses },
];

export const LATENCY: Section = {
  title: 'Latency',
  about: `Events published singly at fixed times, whatever became of those before, to one webhook that answers at once. Idle
(50 a second): from the commit, as its publisher learns of it, to the arrival of the request. Offered 500 and 2,000 a
second: from the moment that the event was due to be published, the time until its publish began included. ${WARMING.count} events before to warm up.`,
  measurements: PLACES.flatMap((place) => [
    latency(place, IDLE, 'idle', 'commit to arrival when idle', ({ fromCommit }) => fromCommit),
    ...LOADS.map((load) =>
      latency(
        place,
        load,
        String(load.eventsPerSecond),
        `due to arrival, ${load.eventsPerSecond}/s offered`,
        ({ fromDue }) => fromDue,
      ),
    ),
  ]),
};

function latency(
  place: Place,
  load: OfferedLoad,
  id: string,
  name: string,
  choose: (latencies: OfferedLatencies) => readonly number[],
): Measurement {
  return {
    figures: ['p50', 'p99'].map((share) => ({
      id: `latency-${id}-${place.id}-${share}`,
      unit: 'ms',
      name: `${name}, ${place.name}, ${share}`,
    })),
    measure: async ({ arrivals }) => {
      const latencies = await place.measure(arrivals, async (publisher) => {
        await offerLoad(publisher, arrivals, WARMING);
        return await offerLoad(publisher, arrivals, load);
      });
      return percentiles(choose(latencies));
    },
  };
}

async function inOneProcess(
  arrivals: Arrivals,
  work: (publisher: Publisher) => Promise<OfferedLatencies>,
): Promise<OfferedLatencies> {
  return await withEngine(
    arrivals.url,
    async (engine) => {
      engine.worker.start();
      return await work(engine.publisher);
    },
    1,
  );
}

async function acrossProcesses(
  arrivals: Arrivals,
  work: (publisher: Publisher) => Promise<OfferedLatencies>,
): Promise<OfferedLatencies> {
  return await withEngine(
    arrivals.url,
    async (engine) =>
      await withWorkers(engine, 1, async () => {
        const channel = openChannel(engine);
        const { pool, subscriptions, ids } = engine;
        const onPublished = channel.announce.bind(channel);
        try {
          return await work(new Publisher({ pool, subscriptions, ids, handOff: null, onPublished }));
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
