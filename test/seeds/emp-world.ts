import { fromPublicId } from '../../src/domain/ids.ts';
import { eventually } from '../support/eventually.ts';
import { runRequests } from '../support/guide.ts';
import type { ReceivedRequest } from '../support/receiver.ts';
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
  close(): Promise<void>;
}

export async function startEmpWorld(environment: Readonly<Record<string, string>> = {}): Promise<EmpWorld> {
  const app = await startTestApp({ POSTHORN_DIALECT_PORTS: 'emp@0', ...NO_NAMES, ...environment });
  const [url = ''] = app.dialectUrls;
  const call: EmpWorld['call'] = async <Data>(method: string, path: string, body?: unknown) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method, headers, ...sent });
    return { ...((await answer.json()) as EmpAnswerBody<Data>), status: answer.status };
  };
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
      await app.database.query('update dialect_webhooks set old_id = $1 where webhook_id = $2', [
        oldId,
        fromPublicId('webhook', id),
      ]);
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
