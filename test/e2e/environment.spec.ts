import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxiosInstance } from 'axios';
import { RawReceiver, respond } from '../integration/transport/raw-receiver.ts';
import { createApiClient } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { spawnProgram, type SpawnedProgram } from '../support/spawned-program.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import type { TestSendAnswer } from '../support/test-sends.ts';

const CERTIFICATES = new URL('../integration/transport/certificates/', import.meta.url);
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
const LIMIT_MS = 120_000;

let database: TestDatabase;
let proxy: RawReceiver;
let program: SpawnedProgram;
let api: AxiosInstance;
const receivers: RawReceiver[] = [];

const pem = (name: string): Buffer => readFileSync(new URL(name, CERTIFICATES));

async function receiverWith(certificate: string | null, host = '127.0.0.1'): Promise<RawReceiver> {
  const tls = certificate === null ? {} : { tls: { key: pem('server.key'), cert: pem(certificate) } };
  const receiver = await RawReceiver.start(respond(200), { host, ...tls });
  receivers.push(receiver);
  return receiver;
}

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await RawReceiver.start(respond(502));
  program = spawnProgram('main.ts', {
    ...Object.fromEntries(PROXY_VARIABLES.map((name) => [name, proxy.url()])),
    NO_PROXY: '',
    no_proxy: '',
    NODE_USE_ENV_PROXY: '1',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_EXTRA_CA_CERTS: fileURLToPath(new URL('authority.pem', CERTIFICATES)),
    DATABASE_URL: database.url,
    POSTHORN_AUTH: 'open',
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
  });
  api = createApiClient(await program.baseUrl());
}, LIMIT_MS);

afterAll(async () => {
  await program.kill('SIGTERM');
  await proxy.close();
  await Promise.all(receivers.map(async (receiver) => receiver.close()));
  await database.drop();
});

/** The error types of a test send to the URL, and of a delivery to a webhook of it. */
async function endings(url: string): Promise<readonly (string | null)[]> {
  const test = await api.post<TestSendAnswer>('/api/webhooks/test', { url, event_type: 'a', data: {} });
  const body = { url, events: ['e'], retry: { max_attempts: 1 } };
  const { data: webhook } = await api.post<{ id: string }>('/api/webhooks', body);
  await api.post('/api/events', { type: 'e', data: {} });
  const delivery = await eventually('the delivery has ended', async () => {
    const path = `/api/webhooks/${webhook.id}/deliveries`;
    const { data } = await api.get<{ data: { status: string; last_error_type: string | null }[] }>(path);
    return data.data.find(({ status }) => status === 'delivered' || status === 'dead_letter');
  });
  await api.delete(`/api/webhooks/${webhook.id}`);
  return [test.data.error_type, delivery.last_error_type];
}

describe('a process whose environment switches verification off and names proxies', () => {
  it.each([
    ['that vouches for itself', 'self-signed.pem', '127.0.0.1'],
    ['that has expired', 'expired.pem', '127.0.0.1'],
    ['of another host', 'valid.pem', '127.0.0.2'],
  ])('trusts no certificate %s', async (_what, certificate, host) => {
    const receiver = await receiverWith(certificate, host);
    expect(await endings(receiver.url('/', host))).toEqual(['tls_error', 'tls_error']);
    expect(receiver.requests).toEqual([]);
  });

  it('sends to receivers themselves, and nothing to a proxy', async () => {
    const secured = await receiverWith('valid.pem');
    const open = await receiverWith(null);
    expect(await endings(secured.url())).toEqual([null, null]);
    expect(await endings(open.url())).toEqual([null, null]);
    expect([secured.requests.length, open.requests.length]).toEqual([2, 2]);
    expect(proxy.acceptedOn).toEqual([]);
  });
});
