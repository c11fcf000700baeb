import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import axios, { type AxiosInstance } from 'axios';
import { startDemoReceiver, type DemoReceiver } from './demo/demo-receiver.ts';
import { startPosthorn } from './demo/posthorn-process.ts';
import { runCommand } from './run-command.ts';

const PROGRAM = fileURLToPath(new URL('../main.js', import.meta.url));
const EVENTS = 10;
const PATIENCE_MS = 60_000;
const POLL_MS = 100;
/** Short, so that the demonstration is: the default waits five seconds, then minutes, then hours. */
const QUICK_RETRY = { max_attempts: 5, initial_delay_ms: 500, backoff_multiplier: 2, max_delay_ms: 5_000 };

interface DeliveryPage {
  readonly data: readonly { readonly event_id: string; readonly attempt_count: number }[];
}

async function register(api: AxiosInstance, receiver: DemoReceiver, type: string): Promise<void> {
  const answer = await api.post<{ id: string; secret: string }>('/api/webhooks', {
    url: receiver.url,
    events: [type],
    retry: QUICK_RETRY,
  });
  receiver.trust(answer.data.secret);
  console.log(`Registered ${answer.data.id} for ${type} at ${receiver.url}`);
}

async function publish(api: AxiosInstance): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= EVENTS; number += 1) {
    const type = number === EVENTS ? 'demo.flaky' : 'demo.steady';
    const answer = await api.post<{ id: string }>('/api/events', { type, data: { number } });
    ids.push(answer.data.id);
  }
  return ids;
}

async function awaitDelivered(api: AxiosInstance): Promise<DeliveryPage['data']> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await api.get<DeliveryPage>('/api/deliveries?status=delivered');
    if (answer.data.data.length === EVENTS) return answer.data.data;
    if (Date.now() > deadline)
      throw new Error(`Only ${answer.data.data.length} of ${EVENTS} events were delivered.`);
    await delay(POLL_MS);
  }
}

async function demonstrate(api: AxiosInstance, steady: DemoReceiver, flaky: DemoReceiver): Promise<void> {
  await register(api, steady, 'demo.steady');
  await register(api, flaky, 'demo.flaky');
  console.log(`\nPublishing ${EVENTS} events; the last goes to a receiver that fails twice first.`);
  const ids = await publish(api);
  const deliveries = await awaitDelivered(api);
  const unverified = ids.filter((id) => !steady.accepted.has(id) && !flaky.accepted.has(id));
  if (unverified.length > 0) throw new Error(`Never verified by a receiver: ${unverified.join(', ')}`);
  const attempts = deliveries.reduce((sum, delivery) => sum + delivery.attempt_count, 0);
  console.log(`\nAll ${EVENTS} events were delivered and verified, in ${attempts} attempts.`);
}

await runCommand(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-demo-'));
  console.log('Starting Posthorn with a database of its own…');
  const posthorn = await startPosthorn([PROGRAM], {
    PORT: '0',
    POSTHORN_DATA_DIR: folder,
    POSTHORN_LOG_LEVEL: 'warn',
  });
  const steady = await startDemoReceiver('steady', 0);
  const flaky = await startDemoReceiver('flaky', 2);
  try {
    await demonstrate(axios.create({ baseURL: posthorn.baseUrl, proxy: false }), steady, flaky);
  } finally {
    await posthorn.stop();
    steady.close();
    flaky.close();
    await rm(folder, { recursive: true, force: true });
  }
});
