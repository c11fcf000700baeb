import type { ChildProcess } from 'node:child_process';
import type { Publisher } from '../../src/engine/publish/publisher.ts';
import { newEvent, type EngineHarness } from '../support/engine-harness.ts';
import {
  drain,
  EVENTS,
  PATIENCE_MS,
  perSecond,
  publishBatches,
  REQUESTS,
  SLOTS,
  withEngine,
  withWorkers,
  type Rate,
} from './bench-engine.ts';
import { arrivalsAt, type Arrivals } from './bench-setup.ts';
import { addWebhooks } from './bulk-rows.ts';
import { forkTypeScript, letGo, nextMessage } from './child-process.ts';
import { cpuMsOf, postgresCpuMs } from './cpu-times.ts';
import { CERTIFICATE, hostAddress, hostName, HOSTS, startNameServer } from './hosts.ts';
import { single, type Section, type Value } from './measurement.ts';
import { scaled } from './scale.ts';

const HOST_RECEIVER = new URL('./host-receiver.ts', import.meta.url);
const BATCH = 200;
const HOST_DELIVERIES = scaled(20_000, BATCH);
const UNDER_WAY_MAX = 2 * HOSTS;
const HOST_DATA = JSON.stringify({ text: 'x'.repeat(2_000) });
/** Enough for the number of slots to grow to what the receivers' time asks for. */
const DELAYED_ROUNDS = 2;

export const SHAPE: Section = {
  title: 'Receivers as they are',
  about: `After 200 ms: ${DELAYED_ROUNDS * REQUESTS} deliveries of 50 webhooks from a full queue, one process with ${SLOTS} slots. The real shape:
${HOST_DELIVERIES} events of 2 KB to ${HOSTS} hosts in turns, each with a name, an address and a webhook of its own, over TLS, answering after
50-300 ms, 2 % of them after up to 3 s, 2 % with a failure that is tried again. They are published by one process, at
most two under way for each host, and delivered by Posthorn as it is started; first one to each host, which takes its
name look-up and handshake, and then two more before those that count.`,
  measurements: [
    single(
      { id: 'delayed', unit: 'deliveries/s', name: 'receivers that answer after 200 ms' },
      async ({ receiverUrl }) => await measureDelayed(`${receiverUrl}after/200`),
    ),
    {
      figures: [
        {
          id: 'hosts-first',
          unit: 's',
          name: `the real shape: the first delivery to each of ${HOSTS} hosts`,
        },
        { id: 'hosts', unit: 'deliveries/s', name: 'the real shape: those that follow' },
        { id: 'hosts-cpu', unit: 'µs', name: 'the real shape: CPU of the application a delivery' },
        { id: 'hosts-cpu-postgres', unit: 'µs', name: 'the real shape: CPU of Postgres a delivery' },
      ],
      measure: async () => await measureHosts(),
    },
  ],
};

async function measureDelayed(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    await publishBatches(engine, DELAYED_ROUNDS * EVENTS);
    return await drain(engine, DELAYED_ROUNDS * REQUESTS);
  });
}

async function measureHosts(): Promise<readonly Value[]> {
  const receiver = forkTypeScript(HOST_RECEIVER);
  const names = await startNameServer(hostAddress);
  try {
    const port = await nextMessage<number>(receiver);
    const arrivals = arrivalsAt(receiver, `:${port}/`);
    const environment = { NODE_EXTRA_CA_CERTS: CERTIFICATE, POSTHORN_DNS_SERVERS: names.address };
    return await withEngine(
      '',
      async (engine) => {
        const hosts = Array.from({ length: HOSTS }, (_, host) => host);
        await addWebhooks(
          engine.database,
          hosts.map((host) => ({
            url: `https://${hostName(host)}${arrivals.url}`,
            events: [hostType(host)],
          })),
        );
        const deliver = async ([worker]: readonly ChildProcess[]): Promise<readonly Value[]> =>
          await deliverToHosts(engine, arrivals, worker?.pid ?? 0);
        return await withWorkers(engine, 1, deliver, environment);
      },
      0,
    );
  } finally {
    await names.close();
    await letGo(receiver);
  }
}

async function deliverToHosts(
  { database, publisher }: EngineHarness,
  arrivals: Arrivals,
  workerPid: number,
): Promise<readonly Value[]> {
  const readCpu = async (): Promise<Value[]> => [await cpuMsOf(workerPid), await postgresCpuMs(database)];
  const startedAt = performance.now();
  await publishToHosts(publisher, arrivals, HOSTS);
  const firstSeconds = (performance.now() - startedAt) / 1_000;
  await publishToHosts(publisher, arrivals, UNDER_WAY_MAX);
  const before = await readCpu();
  const warmAt = performance.now();
  await publishToHosts(publisher, arrivals, HOST_DELIVERIES);
  const rate = perSecond(HOST_DELIVERIES, warmAt);
  const after = await readCpu();
  const microseconds = after.map((ms, index) => {
    const start = before[index] ?? null;
    return ms === null || start === null ? null : ((ms - start) * 1_000) / HOST_DELIVERIES;
  });
  return [firstSeconds, rate, ...microseconds];
}

/** To each in turns, as fast as no more than two are under way for each; waits until all have arrived. */
async function publishToHosts(publisher: Publisher, arrivals: Arrivals, count: number): Promise<void> {
  let [published, arrived] = [0, 0];
  while (arrived < count) {
    if (published < count && published - arrived <= UNDER_WAY_MAX - BATCH) {
      const first = published;
      const batch = Array.from({ length: BATCH }, (_, place) => hostType((first + place) % HOSTS));
      await publisher.publish(batch.map((type) => newEvent(type, HOST_DATA)));
      published += BATCH;
    } else {
      const newlyArrived = (await arrivals.collect(Math.min(BATCH, count - arrived), PATIENCE_MS)).length;
      if (newlyArrived === 0) throw new Error(`only ${arrived} of ${count} deliveries arrived`);
      arrived += newlyArrived;
    }
  }
}

function hostType(host: number): string {
  return `host.${host}`;
}
