import { signToken, WITH_TOKENS } from '../e2e/authorization/callers-of-every-kind.ts';
import type { DialectName } from '../../src/domain/dialect-names.ts';
import { callerWith, type Caller } from './callers.ts';
import { eventually } from './eventually.ts';
import { startReceiver, type Answer, type ReceivedRequest, type Receiver } from './receiver.ts';
import { startTestApp, type TestApp } from './test-app.ts';

export interface MadeWebhook {
  readonly id: string;
}

export interface FoundDelivery {
  readonly id: string;
  readonly attempt_count: number;
  readonly max_attempts: number;
  readonly last_response_status: number | null;
  readonly updated_at: string;
  readonly next_retry_at: string;
}

/** Posthorn with a dialect on a port of its own, where keys or tokens are asked for, and a receiver. */
export interface DialectWorld {
  readonly app: TestApp;
  readonly receiver: Receiver;
  /** Of the port on which the document's paths stand at the root. */
  readonly url: string;
  /** Of the user alice. */
  readonly token: string;
  readonly dialect: Caller;
  readonly native: Caller;
  /** What the receiver answers. */
  answer: (request: ReceivedRequest) => Answer;
  /** Makes a webhook in the dialect, of a path of its own at the receiver. */
  register(path: string, fields: object): Promise<MadeWebhook>;
  remove(webhook: MadeWebhook): Promise<void>;
  /** @param data JSON text, sent as it is */
  publish(type: string, data: string, occurredAt?: string): Promise<void>;
  arrivedAt(path: string): ReceivedRequest[];
  arrival(path: string, index?: number): Promise<ReceivedRequest>;
  /** The newest of the webhook in a status of the native API. */
  findDelivery(webhook: MadeWebhook, status: string): Promise<FoundDelivery>;
  countDeliveries(webhook: MadeWebhook, status: string): Promise<number>;
  close(): Promise<void>;
}

export async function startDialectWorld(
  name: DialectName,
  settings: Readonly<Record<string, string>> = {},
): Promise<DialectWorld> {
  const receiver = await startReceiver((request) => world.answer(request));
  const app = await startTestApp({
    ...WITH_TOKENS,
    POSTHORN_ROLE: 'all',
    POSTHORN_DIALECT_PORTS: `${name}@0`,
    ...settings,
  });
  const token = await signToken({ sub: 'alice' });
  const url = app.dialectUrls[0] ?? '';
  const [dialect, native] = [callerWith({ url }, token), callerWith(app, token)];
  const arrivedAt = (path: string): ReceivedRequest[] =>
    receiver.requests.filter((request) => request.path === `/${path}`);
  const world: DialectWorld = {
    app,
    receiver,
    url,
    token,
    dialect,
    native,
    answer: () => ({ status: 200 }),
    ...changesOf(receiver, dialect, native),
    ...deliveriesOf(native),
    arrivedAt,
    arrival: async (path, index = 0) =>
      await eventually(`request ${index} arrives at ${path}`, () => arrivedAt(path)[index]),
    close: async () => {
      await receiver.close();
      await app.close();
    },
  };
  return world;
}

function changesOf(
  receiver: Receiver,
  dialect: Caller,
  native: Caller,
): Pick<DialectWorld, 'register' | 'remove' | 'publish'> {
  return {
    register: async (path, fields) => {
      const body = { url: `${receiver.url}${path}`, ...fields };
      const made = await dialect<MadeWebhook>('POST', '/api/webhooks', { body });
      if (made.status !== 201) throw new Error(`No webhook was made: ${JSON.stringify(made.body)}`);
      return made.body;
    },
    remove: async ({ id }) => {
      await dialect('DELETE', `/api/webhooks/${id}`);
    },
    publish: async (type, data, occurredAt) => {
      const time = occurredAt === undefined ? '' : `,"occurred_at":"${occurredAt}"`;
      const body = `{"type":"${type}","data":${data}${time}}`;
      const published = await native('POST', '/api/events', { body });
      if (published.status !== 202) throw new Error(`Not published: ${JSON.stringify(published.body)}`);
    },
  };
}

function deliveriesOf(native: Caller): Pick<DialectWorld, 'findDelivery' | 'countDeliveries'> {
  const list = async ({ id }: MadeWebhook, status: string, total?: 'count=exact') =>
    await native<{ data: FoundDelivery[]; total?: number }>(
      'GET',
      `/api/deliveries?webhook_id=${id}&status=${status}`,
      total === undefined ? {} : { headers: { Prefer: total } },
    );
  return {
    findDelivery: async (webhook, status) =>
      await eventually(`a delivery is ${status}`, async () => (await list(webhook, status)).body.data[0]),
    countDeliveries: async (webhook, status) => (await list(webhook, status, 'count=exact')).body.total ?? -1,
  };
}
