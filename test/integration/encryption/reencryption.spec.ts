import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { headersPlace, secretPlace } from '../../../src/domain/encryption/webhook-places.ts';
import { IdGenerator, type Uuid } from '../../../src/domain/ids.ts';
import { DEFAULT_RETRY_POLICY } from '../../../src/domain/retry-policy.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../../support/receiver.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { spawnProgram, type SpawnedProgram } from '../../support/spawned-program.ts';
import { encodedKey, findStoredHeaders, findStoredSecrets, keyringOf } from '../../support/stored-webhook.ts';
import { startTestAppOn, type TestApp } from '../../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const K1 = encodedKey('k1', 'a');
const K2 = encodedKey('k2', 'b');
const BULK = 3_000;
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const HEADERS = { 'X-Key': 'a header value', 'X-Other': 'another' };

let database: TestDatabase;
let receiver: Receiver;
const apps: TestApp[] = [];
const programs: SpawnedProgram[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill('SIGKILL');
  for (const app of apps.splice(0)) await app.close();
  await receiver.close();
  await database.drop();
});

async function startApp(keys: string): Promise<TestApp> {
  const app = await startTestAppOn(database, { POSTHORN_ENCRYPTION_KEYS: keys });
  apps.push(app);
  return app;
}

function reencrypt(keys: string): SpawnedProgram {
  const program = spawnProgram('cli/reencrypt.ts', {
    DATABASE_URL: database.url,
    POSTHORN_ENCRYPTION_KEYS: keys,
  });
  programs.push(program);
  return program;
}

async function countByKey(): Promise<Record<string, number>> {
  const rows = await database.query<{ key: string; count: number }>(
    `select coalesce(key, 'none') as key, count(*)::int as count
     from (select key_id as key from webhook_secrets
           union all select headers_key_id from webhooks where headers <> '{}') as sealed
     group by 1`,
  );
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
}

/** Webhooks of another tenant, every second one sealed with k1, the others as they were before there was a key. */
async function addBulk(count: number): Promise<Uuid[]> {
  const tenantId = await addTenant({ database }, `bulk-${count}`);
  const generator = new IdGenerator(Date.now);
  const ids = Array.from({ length: count }, () => generator.next());
  const keyring = keyringOf(K1);
  const masked = JSON.stringify({ 'X-Key': '***', 'X-Other': '***' });
  const rows = ids.map((id, index) => {
    if (index % 2 === 0)
      return { id, secret: SECRET, key: null, headers: JSON.stringify(HEADERS), sealed: null };
    const { text, keyId: key } = keyring.seal(SECRET, secretPlace(tenantId, id));
    const sealed = keyring.seal(JSON.stringify(HEADERS), headersPlace(tenantId, id)).text;
    return { id, secret: text, key, headers: masked, sealed };
  });
  const given = JSON.stringify(rows);
  await database.query(
    `insert into webhooks (id, tenant_id, name, url, retry, headers, sealed_headers, headers_key_id, deleted_at)
     select g.id, $2, 'bulk', 'http://127.0.0.1:9/', $3, g.headers::jsonb, g.sealed, g.key,
            case when row_number() over () % 100 = 0 then now() end
     from jsonb_to_recordset($1) as g(id uuid, headers text, sealed text, key text)`,
    [given, tenantId, JSON.stringify(DEFAULT_RETRY_POLICY)],
  );
  await database.query(
    `insert into webhook_secrets (id, webhook_id, secret, key_id)
     select g.id, g.id, g.secret, g.key from jsonb_to_recordset($1) as g(id uuid, secret text, key text)`,
    [given],
  );
  return ids;
}

/** Publishes one event after another, and changes a webhook now and then, so that all are loaded again. */
function keepDelivering(app: TestApp, webhookId: string): { stop(): Promise<number> } {
  const stopping = new AbortController();
  const work = (async () => {
    let published = 0;
    for (; !stopping.signal.aborted; published += 1) {
      expect((await app.post('/api/events', { type: 'steady', data: { published } })).status).toBe(202);
      if (published % 5 === 0)
        await app.patch(`/api/webhooks/${webhookId}`, { description: String(published) });
    }
    return published;
  })();
  return {
    stop: async () => {
      stopping.abort();
      return await work;
    },
  };
}

function isWhole({ headers, body }: ReceivedRequest): boolean {
  if (headers['x-key'] !== HEADERS['X-Key']) return false;
  try {
    new Webhook(SECRET).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

describe('npm run reencrypt', () => {
  it('encrypts everything with the first key beside a process that delivers, killed in the middle or not', async () => {
    const first = await startApp(`${K1},${K2}`);
    const before = await addBulk(BULK);
    const hook = { url: receiver.url, events: ['steady'], secret: SECRET, headers: HEADERS };
    const { id, version } = (await first.post('/api/webhooks', hook)).body as { id: string; version: number };
    const quiet = (await first.post('/api/webhooks', { ...hook, uid: 'quiet', events: ['nothing'] })).headers
      .etag;
    const after = await addBulk(BULK - 1);
    const app = await startApp(`${K2},${K1}`);
    const deliveries = keepDelivering(app, id);

    const holder = database.client();
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from posthorn.webhook_secrets where id = $1 for update', [after[0]]);
    const killed = reencrypt(`${K2},${K1}`);
    await eventually('a part is done', async () => ((await countByKey()).k2 ?? 0) > 1_000, 30_000);
    await killed.kill('SIGKILL');
    await holder.end();
    const left = await countByKey();
    expect(left.k1).toBeGreaterThan(0);
    expect(left.none).toBeGreaterThan(0);

    const resumed = reencrypt(`${K2},${K1}`);
    expect([await resumed.ended, resumed.output()]).toEqual([
      0,
      expect.stringContaining('(100 %)') as unknown,
    ]);
    const [total] = /(?<=of )\d+/.exec(resumed.output()) ?? [];
    expect(Number(total)).toBeLessThan((BULK + BULK + 1) * 2 - 1_000);
    expect(resumed.output()).toContain('Nothing is encrypted with k1 any more: it may go from the keys.');
    expect(resumed.output()).toContain('Every secret and header value is encrypted with k2.');
    expect(Object.keys(await countByKey())).toEqual(['k2']);

    const published = await deliveries.stop();
    await eventually('all arrive', () => receiver.requests.length >= published);
    expect(published).toBeGreaterThan(10);
    expect(receiver.requests.filter((request) => !isWhole(request))).toEqual([]);
    for (const bulk of [before[0], before[1], after[0], after.at(-1)]) {
      expect(await findStoredSecrets(database, bulk ?? '', K2)).toEqual([SECRET]);
      expect(await findStoredHeaders(database, bulk ?? '', K2)).toEqual(HEADERS);
    }
    expect((await app.get('/api/webhooks/quiet')).headers.etag).toBe(quiet);
    expect((await app.get('/api/webhooks/quiet')).body).toMatchObject({ version });
    const changed = await database.query('select from webhooks where updated_at <> created_at');
    expect(changed).toHaveLength(1);

    const alone = await startApp(K2);
    expect((await alone.get(`/api/webhooks/${id}/secret`)).body).toMatchObject({ secret: SECRET });
  }, 120_000);

  it('names what cannot be opened, leaves it, and does all the rest', async () => {
    await startApp(K1);
    const ids = await addBulk(10);
    const app = await startApp(`${K2},${K1}`);
    await database.query(`update webhook_secrets set secret = secret || 'AAAA' where id = $1`, [ids[1]]);
    const program = reencrypt(`${K2},${K1}`);
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain(`webhook_secrets ${ids[1] ?? ''} stays as it is: tampered`);
    expect(program.output()).toContain('1 rows cannot be opened');
    expect(program.output()).not.toContain('it may go from the keys');
    expect(await countByKey()).toEqual({ k1: 1, k2: 19 });
    expect((await app.get('/api/webhooks')).status).toBe(200);
  }, 60_000);

  it('needs a key', async () => {
    const program = spawnProgram('cli/reencrypt.ts', { DATABASE_URL: database.url });
    programs.push(program);
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain(
      'POSTHORN_ENCRYPTION_KEYS is not set: there is no key to encrypt with.',
    );
  }, 60_000);
});

describe('a process that has not the key of a webhook', () => {
  it('sends it nothing, counts nothing against it, and another process delivers', async () => {
    const old = await startApp(K1);
    const body = { url: receiver.url, secret: SECRET, headers: HEADERS };
    const fine = await old.post('/api/webhooks', { ...body, uid: 'fine' });
    expect(fine.status).toBe(201);
    const both = await startApp(`${K2},${K1}`);
    const made = await both.post('/api/webhooks', { ...body, uid: 'new' });
    await old.post('/api/events', { type: 'a', data: {} });
    await eventually('the other webhook has its delivery', () => receiver.requests.length > 0);
    const secret = await old.get('/api/webhooks/new/secret');
    expect([secret.status, secret.headers['retry-after']]).toEqual([503, '30']);
    expect((await old.post('/api/webhooks/new/test', {})).status).toBe(503);
    expect((await old.get('/api/webhooks/new')).body).toMatchObject({ headers: { 'X-Key': '***' } });
    const waiting = await eventually('it has been put back', async () => {
      const rows = await database.query<{ attempt_count: number; ready: boolean }>(
        'select attempt_count, ready from live_deliveries where lease_token > 1',
      );
      return rows[0];
    });
    expect(waiting).toEqual({ attempt_count: 0, ready: false });
    expect(old.complaints.join()).toContain('unknown_key, key k2');
    await old.close();
    apps.splice(apps.indexOf(old), 1);
    await database.query('update live_deliveries set next_attempt_at = now()');
    await eventually('it is delivered', () => receiver.requests.length === 2);
    expect(receiver.requests.every(isWhole)).toBe(true);
    expect((made.body as { secret: string }).secret).toBe(SECRET);
  }, 60_000);
});
