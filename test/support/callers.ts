import type { Scope } from '../../src/domain/scopes.ts';
import type { TestApp } from './test-app.ts';

export const ADMIN_KEY = 'a-first-key-of-at-least-32-characters';
/** Of an app whose API asks for keys, without a worker. */
export const GUARDED = { POSTHORN_ROLE: 'api', POSTHORN_AUTH: 'required', POSTHORN_ADMIN_KEY: ADMIN_KEY };

export interface CallAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: Body;
}

export interface Call {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests with one key; `call('GET', '/api/webhooks')`. */
export type Caller = <Body = Record<string, unknown>>(
  method: string,
  path: string,
  call?: Call,
) => Promise<CallAnswer<Body>>;

/** @param bearer null for requests without any */
export function callerWith(
  { url }: Pick<TestApp, 'url'>,
  bearer: string | null,
  always: Readonly<Record<string, string>> = {},
): Caller {
  return async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
        ...always,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await textOf(response);
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as never,
    };
  };
}

/** A stream has no end: whoever calls it so is answered that it has begun. */
export async function textOf(response: Response): Promise<string> {
  if (!isEventStream(response)) return await response.text();
  await response.body?.cancel();
  return '';
}

export function isEventStream({ headers }: Pick<Response, 'headers'>): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true;
}

export interface MadeKey {
  readonly id: string;
  readonly key: string;
  readonly tenant_id: string | null;
}

/** @param tenant by id or uid */
export async function makeKey(
  admin: Caller,
  scopes: readonly Scope[],
  { tenant = 'default', ...fields }: { readonly tenant?: string; readonly [field: string]: unknown } = {},
): Promise<MadeKey> {
  const body = { name: scopes.join(' '), scopes, ...fields };
  const headers = { 'Posthorn-Tenant': tenant };
  const answer = await admin<MadeKey>('POST', '/api/keys', { body, headers });
  if (answer.status !== 201) throw new Error(`No key was made: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
