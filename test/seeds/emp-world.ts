import { fromPublicId } from '../../src/domain/ids.ts';
import { eventually } from '../support/eventually.ts';
import { runRequests } from '../support/guide.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

/** Nothing that a document names is looked up: no name server is there. */
const NO_NAMES = { POSTHORN_DNS_SERVERS: '127.0.0.1:9' };

/** What a receiver of EMP is sent. */
export interface EmpPayload {
  readonly event_type: string;
  readonly event_id: string;
  readonly timestamp: number;
  readonly webhook_id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface EmpAnswerBody<Data> {
  readonly success: boolean;
  readonly data: Data;
  readonly timestamp: string;
  readonly error?: string;
}

export interface EmpWebhook {
  readonly id: string;
  readonly filters?: object;
  readonly active: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  readonly retry_config?: object;
  readonly headers?: object;
}

export interface EmpDelivery {
  readonly status: string;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly error: string | null;
}

/** Posthorn with a port of EMP's own, and requests to it as EMP's clients make them. */
export interface EmpWorld {
  readonly app: TestApp;
  readonly url: string;
  /** Runs a command of a document as it is written, but for host and port. @returns what curl printed */
  run(command: string): Promise<unknown[]>;
  call<Data>(method: string, path: string, body?: unknown): Promise<EmpAnswerBody<Data> & { status: number }>;
  create(body: object): Promise<EmpWebhook>;
  /** @returns the event's id */
  publish(type: string, data: object): Promise<string>;
  /** Gives a webhook the id that it had in the old system. */
  rename(webhook: EmpWebhook, oldId: string): Promise<void>;
  deliveriesOf(id: string): Promise<EmpDelivery[]>;
  /** Waits for the newest delivery of a webhook. */
  settled(id: string, status: string): Promise<EmpDelivery>;
  /** What was logged, from `POSTHORN_LOG_LEVEL` on. */
  logLines(): Record<string, unknown>[];
  /** Deletes all webhooks. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function startEmpWorld(environment: Readonly<Record<string, string>> = {}): Promise<EmpWorld> {
  const app = await startTestApp({ POSTHORN_DIALECT_PORTS: 'emp@0', ...NO_NAMES, ...environment });
  const [url = ''] = app.dialectUrls;
  const call: EmpWorld['call'] = async (method, path, body) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method, headers, ...sent });
    return { ...((await answer.json()) as object), status: answer.status } as never;
  };
  const deliveriesOf = async (id: string): Promise<EmpDelivery[]> =>
    (await call<EmpDelivery[]>('GET', `/api/webhooks/${id}/deliveries`)).data;
  return {
    app,
    url,
    call,
    run: async (command) =>
      await runRequests(
        command.replaceAll('localhost:4000', new URL(url).host).replaceAll('curl ', 'curl -s '),
      ),
    create: async (body) => {
      const answer = await call<EmpWebhook>('POST', '/api/webhooks', body);
      if (answer.status !== 201) throw new Error(`No webhook was made: ${answer.error ?? ''}`);
      return answer.data;
    },
    publish: async (type, data) => {
      const answer = await app.post('/api/events', { type, data });
      if (answer.status !== 202) throw new Error(`Nothing was published: ${answer.text}`);
      return (answer.body as { id: string }).id;
    },
    rename: async ({ id }, oldId) => {
      await app.database.query('update dialect_webhooks set old_id = null where old_id = $1', [oldId]);
      await app.database.query('update dialect_webhooks set old_id = $1 where webhook_id = $2', [
        oldId,
        fromPublicId('webhook', id),
      ]);
    },
    deliveriesOf,
    settled: async (id, status) =>
      await eventually(`the delivery is ${status}`, async () => {
        const [delivery] = await deliveriesOf(id);
        return delivery?.status === status && delivery;
      }),
    logLines: () => app.complaints.map((line) => JSON.parse(line) as Record<string, unknown>),
    clear: async () => {
      const { data } = await call<EmpWebhook[]>('GET', '/api/webhooks');
      for (const { id } of data) await call('DELETE', `/api/webhooks/${id}`);
    },
    close: () => app.close(),
  };
}

export function payloadOf({ body }: ReceivedRequest): EmpPayload {
  return JSON.parse(body.toString()) as EmpPayload;
}

export async function waitForRequests(
  requests: readonly ReceivedRequest[],
  count: number,
): Promise<readonly ReceivedRequest[]> {
  await eventually(`${count} requests`, () => requests.length >= count);
  return requests;
}

/** Answers 200, or what the first segment of the path says; a path with `slow` in it after 100 ms. */
export async function startStatusReceiver(): Promise<Receiver> {
  return await startReceiver(({ path }) => ({
    status: Number(/^\/(\d{3})/.exec(path)?.[1] ?? 200),
    headers: { Location: '/elsewhere' },
    ...(path.includes('slow') ? { delayMs: 100 } : {}),
  }));
}
