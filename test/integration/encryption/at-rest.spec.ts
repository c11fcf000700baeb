import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxiosInstance } from 'axios';
import { createSigningKey } from '../../../src/domain/signing-keys.ts';
import { createWebhookSecret } from '../../../src/domain/webhook-secrets.ts';
import { createApiClient } from '../../support/api-client.ts';
import { canDump, dump, readAllRows } from '../../support/database-dump.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { spawnProgram } from '../../support/spawned-program.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const KEY = randomBytes(32).toString('base64');
const secrets = {
  first: createWebhookSecret(randomBytes),
  rotated: createWebhookSecret(randomBytes),
  tested: createWebhookSecret(randomBytes),
  refused: `whsec_${randomBytes(12).toString('base64')}`,
  pair: createSigningKey(randomBytes),
};
const values = {
  header: `Bearer ${randomBytes(16).toString('hex')}`,
  changed: randomBytes(16).toString('hex'),
};
/** Only ever in requests to another URL. */
const testedValue = randomBytes(16).toString('hex');

/** A text in the spellings that it might be written in. */
function spellingsOf(text: string): string[] {
  const encoded = text.replace(/^\w+_/, '');
  const bytes = Buffer.from(encoded, 'base64');
  return [encoded.replace(/=+$/, ''), Buffer.from(text).toString('hex'), bytes.toString('hex')];
}

const needles = [
  ...Object.values(secrets).flatMap(spellingsOf),
  ...[values.header, values.changed, testedValue].flatMap((text) => [
    text,
    Buffer.from(text).toString('hex'),
  ]),
  ...spellingsOf(KEY),
];
const foundIn = (text: string): string[] => needles.filter((needle) => text.includes(needle));

let database: TestDatabase;
let receiver: Receiver;
let output = '';
/** The secret that Posthorn generated, which its answer told. */
let generated = '';

/** All that a webhook's owner can do with secrets and headers, and a delivery with each. */
async function useEverything(api: AxiosInstance): Promise<void> {
  const { url } = receiver;
  const headers = { Authorization: values.header };
  const post = async (path: string, body: object): Promise<unknown> => (await api.post(path, body)).data;
  await post('/api/webhooks', { uid: 'shared', url, headers, secret: secrets.first });
  await post('/api/webhooks', { uid: 'pair', url, headers, secret: secrets.pair });
  await post('/api/webhooks', { uid: 'down', url: 'http://127.0.0.1:9/', headers, secret: secrets.first });
  generated = ((await post('/api/webhooks', { uid: 'generated', url })) as { secret: string }).secret;
  await post('/api/webhooks', { url, headers: { 'Bad name': values.header }, secret: secrets.refused });
  await post('/api/webhooks', { url, headers: { 'X-Bad': `${values.header}\n` }, secret: secrets.first });
  await post('/api/webhooks/shared/secret/rotate', { secret: secrets.rotated, overlap_seconds: 3_600 });
  await api.patch('/api/webhooks/shared', { headers: { ...headers, 'X-Other': values.changed } });
  await api.get('/api/webhooks/shared/secret');
  await api.get('/api/webhooks');
  const test = { url, event_type: 'a', data: {}, secret: secrets.tested, headers: { 'X-Test': testedValue } };
  await post('/api/webhooks/test', test);
  await post('/api/webhooks/shared/test', {});
  await post('/api/events', { type: 'order.paid', data: { order_id: 4711 } });
  await eventually('all is delivered, or tried', async () => {
    const answer = await api.get<{ data: { attempt_count: number }[] }>('/api/deliveries');
    const { data } = answer.data;
    return data.length === 4 && data.every(({ attempt_count: count }) => count > 0);
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
  const program = spawnProgram('main.ts', {
    DATABASE_URL: database.url,
    POSTHORN_AUTH: 'open',
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
    POSTHORN_ENCRYPTION_KEYS: `k1:${KEY}`,
    POSTHORN_LOG_LEVEL: 'trace',
    NODE_ENV: 'production',
  });
  try {
    await useEverything(createApiClient(await program.baseUrl()));
  } finally {
    await program.kill('SIGTERM');
    output = program.output();
  }
}, 90_000);

afterAll(async () => {
  await receiver.close();
  await database.drop();
});

describe('after a use of secrets and headers', () => {
  it('the receiver has got them, or what is signed by them', () => {
    const sent = receiver.requests.map(({ headers }) => JSON.stringify(headers)).join('\n');
    for (const value of [values.header, values.changed, testedValue]) expect(sent).toContain(value);
    expect(sent).toMatch(/"v1,[^ ]+ v1,[^ ]+"/);
    expect(sent).toContain('"v1a,');
  });

  it('no row of the database holds one', async () => {
    const rows = await readAllRows(database);
    expect(rows).toContain('order.paid');
    expect(rows).toMatch(/ph1:k1:/);
    expect(rows).toContain('whpk_');
    expect(foundIn(rows)).toEqual([]);
    expect(rows).not.toContain(generated.slice('whsec_'.length));
  });

  it('neither does what pg_dump writes, where one of the server’s version is at hand', async () => {
    const text = (await canDump(database)) ? await dump(database) : await readAllRows(database);
    expect(text).toMatch(/ph1:k1:/);
    expect(foundIn(text)).toEqual([]);
  });

  it('no line that was logged or printed holds one', () => {
    expect(output).toContain('POSTHORN_ENCRYPTION_KEYS = k1:***');
    expect(output).toContain('"msg":"attempt"');
    expect(output).toContain('"level":20');
    expect(foundIn(output)).toEqual([]);
    expect(output).not.toContain(generated.slice('whsec_'.length));
  });

  it('one would be found', async () => {
    await database.query(`update webhooks set description = $1 where uid = 'pair'`, [secrets.first]);
    await database.query(
      `update webhooks set metadata = jsonb_build_object('a', $1::text) where uid = 'down'`,
      [values.changed],
    );
    expect(foundIn(await readAllRows(database))).toEqual([spellingsOf(secrets.first)[0], values.changed]);
  });
});
