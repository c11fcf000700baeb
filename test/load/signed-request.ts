import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { DATA } from './bench-engine.ts';

const KEY = randomBytes(32);

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The request of a delivery, signed as a delivery is, by whoever sends it without Posthorn. */
export function signRequest(data = DATA): SignedRequest {
  const id = `evt_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const body = Buffer.from(`{"type":"bench","timestamp":"2026-01-01T00:00:00.000Z","data":${data}}`);
  const signature = createHmac('sha256', KEY).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  return { headers, body };
}

/** Connections of undici alone to the receiver, one request at a time on each. */
export function openPool(url: string, connections: number): Pool {
  return new Pool(new URL(url).origin, { connections, pipelining: 1 });
}

/** As little as undici can do for a request. */
export async function dispatch(pool: Pool, { headers, body }: SignedRequest): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    pool.dispatch(
      { method: 'POST', path: '/', headers: { ...headers }, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData: () => undefined,
        onResponseEnd: () => {
          resolve();
        },
        onResponseError: (_controller, error) => {
          reject(error);
        },
      },
    );
  });
}
