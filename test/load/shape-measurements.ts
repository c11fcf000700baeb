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
const HOST_DELIVERIES = scaled(40_000, BATCH);
const HOST_DATA = JSON.stringify({ text: 'x'.repeat(2_000) });
/** Enough for the number of slots to grow to what the receivers' time asks for. */
const DELAYED_ROUNDS = 2;

export const SHAPE: Section = {
  title: 'Receivers as they are',
  about: `After 200 ms: ${DELAYED_ROUNDS * REQUESTS} deliveries of 50 webhooks from a full queue, one process with ${SLOTS} slots. The real shape:
${HOST_DELIVERIES} events of 2 KB, each for one of ${HOSTS} hosts that have a name, an address and a webhook of their own, over TLS,
answering after 50-300 ms, 2 % of them after up to 3 s, 2 % with a failure that is tried again; Posthorn as it is started,
from a full queue until every delivery has been tried once, name look-ups and handshakes included.`,
  measurements: [
    single(
      { id: 'delayed', unit: 'deliveries/s', name: 'receivers that answer after 200 ms' },
      async ({ receiverUrl }) => await measureDelayed(`${receiverUrl}after/200`),
    ),
    {
      figures: [
        { id: 'hosts', unit: 'deliveries/s', name: 'the real shape' },
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
    const arrivals = arrivalsAt(receiver, '');
    return await withEngine(
      '',
      async (engine) => {
        await publishToHosts(engine, port);
        const environment = { NODE_EXTRA_CA_CERTS: CERTIFICATE, POSTHORN_DNS_SERVERS: names.address };
        return await withWorkers(
          engine,
          1,
          async ([worker]) => await deliverToHosts(engine, arrivals, worker?.pid ?? 0),
          environment,
        );
      },
      0,
    );
  } finally {
    await names.close();
    await letGo(receiver);
  }
}

/** Leaves the webhooks paused. */
async function publishToHosts({ database, publisher }: EngineHarness, port: number): Promise<void> {
  const types = Array.from({ length: HOSTS }, (_, host) => `host.${host}`);
  await addWebhooks(
    database,
    types.map((type, host) => ({ url: `https://${hostName(host)}:${port}/`, events: [type] })),
  );
  for (let count = 0; count < HOST_DELIVERIES; count += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, place) => `host.${(count + place) % HOSTS}`);
    await publisher.publish(batch.map((type) => newEvent(type, HOST_DATA)));
  }
  await database.query('update webhooks set paused_at = now()');
}

async function deliverToHosts(
  { database }: EngineHarness,
  arrivals: Arrivals,
  workerPid: number,
): Promise<readonly Value[]> {
  const readCpu = async (): Promise<Value[]> => [await cpuMsOf(workerPid), await postgresCpuMs(database)];
  const before = await readCpu();
  const startedAt = performance.now();
  await database.query('update webhooks set paused_at = null');
  const arrived = await arrivals.collect(HOST_DELIVERIES, PATIENCE_MS);
  if (arrived.length < HOST_DELIVERIES) throw new Error(`only ${arrived.length} deliveries arrived`);
  const rate = perSecond(HOST_DELIVERIES, startedAt);
  const after = await readCpu();
  const microseconds = after.map((ms, index) => {
    const start = before[index] ?? null;
    return ms === null || start === null ? null : ((ms - start) * 1_000) / HOST_DELIVERIES;
  });
  return [rate, ...microseconds];
}
