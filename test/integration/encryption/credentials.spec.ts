import { createSecretKey, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { createWebhookSecret } from '../../../src/domain/webhook-secrets.ts';
import { callerWith, makeKey, type Caller } from '../../support/callers.ts';
import { canDump, dump, readAllRows } from '../../support/database-dump.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { spawnProgram, type SpawnedProgram } from '../../support/spawned-program.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const [ISSUER, AUDIENCE] = ['https://issuer.example', 'posthorn'];
const ROLES = ['api', 'worker', 'all'] as const;
const LIMIT_MS = 180_000;
/** Of a secret: whole, it might be cut off or torn apart by what is around it. */
const PART_CHARACTERS = 16;

/** Every secret there is, by what it is. */
const secrets = new Map<string, string>();

/** @returns a text of random letters and digits, noted as a secret */
function newSecret(what: string, prefix = ''): string {
  const text = randomBytes(24).toString('hex');
  secrets.set(what, text);
  return prefix + text;
}

const adminKey = newSecret('the admin key');
const tokenSecret = newSecret('the secret of tokens');
const encryptionKey = randomBytes(32).toString('base64');
const oldEncryptionKey = randomBytes(32).toString('base64');
secrets.set('the encryption key', encryptionKey).set('the encryption key before it', oldEncryptionKey);

let database: TestDatabase;
let receiver: Receiver;
const outputs = new Map<string, string>();

async function newToken(what: string, claims: object, key = tokenSecret): Promise<string> {
  const exp = Math.floor(Date.now() / 1_000) + 600;
  const token = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(createSecretKey(key, 'utf8'));
  secrets.set(what, token.split('.')[2] ?? '');
  return token;
}

function settingsOf(role: string): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: database.url,
    POSTHORN_MIGRATE_URL: database.url,
    POSTHORN_ROLE: role,
    POSTHORN_AUTH: 'required',
    POSTHORN_ADMIN_KEY: adminKey,
    POSTHORN_JWT_SECRET: tokenSecret,
    POSTHORN_JWT_ISSUER: ISSUER,
    POSTHORN_JWT_AUDIENCE: AUDIENCE,
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
    POSTHORN_ENCRYPTION_KEYS: `k2:${encryptionKey},k1:${oldEncryptionKey}`,
    POSTHORN_LOG_LEVEL: 'trace',
    NODE_ENV: 'production',
  };
}

/** Webhooks whose secrets are given, made, rotated twice and shown, one of which cannot be reached. */
async function useWebhooks(call: Caller): Promise<void> {
  const newWebhookSecret = (what: string): string => {
    const secret = createWebhookSecret(randomBytes);
    secrets.set(what, secret.slice('whsec_'.length));
    return secret;
  };
  const secret = newWebhookSecret('the first secret of a webhook');
  const headers = { 'X-Key': newSecret('a header value') };
  const made = await call('POST', '/api/webhooks', {
    body: { uid: 'w', url: receiver.url, secret, headers },
  });
  expect(made.status).toBe(201);
  for (const what of ['the second secret of a webhook', 'the third secret of a webhook']) {
    const body = { secret: newWebhookSecret(what), overlap_seconds: 3_600 };
    expect((await call('POST', '/api/webhooks/w/secret/rotate', { body })).status).toBe(200);
  }
  const url = 'http://127.0.0.1:9/';
  const broken = await call<{ secret: string }>('POST', '/api/webhooks', { body: { url, headers } });
  secrets.set('a secret that was made', broken.body.secret.slice('whsec_'.length));
  for (const path of ['/api/webhooks/w/secret', '/api/webhooks', '/api/webhooks/w']) await call('GET', path);
  const sent = {
    url: receiver.url,
    event_type: 'a',
    data: {},
    secret: newWebhookSecret('the secret of a test'),
  };
  expect((await call('POST', '/api/webhooks/test', { body: sent })).status).toBe(200);
  expect((await call('POST', '/api/events', { body: { type: 'a', data: {} } })).status).toBe(202);
}

/** Keys that are made, used, rotated and revoked. */
async function useKeys(admin: Caller, at: { url: string }): Promise<void> {
  const note = (what: string, key: string): string => {
    secrets.set(what, key.split('_')[2] ?? '');
    return key;
  };
  const made = await makeKey(admin, ['manage', 'publish', 'read']);
  expect((await callerWith(at, note('a key', made.key))('GET', '/api/webhooks')).status).toBe(200);
  const rotated = await admin<{ key: string }>('POST', `/api/keys/${made.id}/rotate`, { body: {} });
  expect(rotated.status).toBeLessThan(300);
  expect(
    (await callerWith(at, note('the key after it', rotated.body.key))('GET', '/api/webhooks')).status,
  ).toBe(200);
  const revoked = await makeKey(admin, ['admin']);
  await admin('DELETE', `/api/keys/${revoked.id}`);
  expect((await callerWith(at, note('a revoked key', revoked.key))('GET', '/api/webhooks')).status).toBe(401);
}

/** Requests that are refused, with a secret wherever one may be put by mistake. */
async function fail(call: Caller, at: { url: string }): Promise<void> {
  const misplaced = newSecret('a secret in the wrong place', 'whsec_');
  const url = receiver.url;
  const requests: readonly [number, string, unknown][] = [
    [422, '/api/webhooks', { url, [misplaced]: 1 }],
    [
      422,
      '/api/webhooks',
      { url, secret: misplaced, headers: { 'Bad name': newSecret('a refused header') } },
    ],
    [422, '/api/webhooks', { url: `http://user:${newSecret('a password in a URL')}@127.0.0.1/` }],
    [422, '/api/webhooks/w/secret/rotate', { secret: [misplaced] }],
    [400, '/api/webhooks', `{"secret":"${misplaced}",`],
    [422, '/api/keys', { name: misplaced, scopes: [misplaced] }],
    [404, `/api/webhooks/${misplaced}/test`, {}],
    [409, '/api/webhooks', { url, uid: 'w', secret: createWebhookSecret(randomBytes) }],
  ];
  for (const [status, path, body] of requests) {
    expect({ path, status: (await call('POST', path, { body })).status }).toEqual({ path, status });
  }
  const strangers = [
    newSecret('an unknown key'),
    newSecret('a malformed key', 'ph_nonsense_'),
    await newToken('an expired token', { exp: 1 }),
    await newToken('a forged token', {}, newSecret('the secret of a forger')),
  ];
  for (const stranger of strangers) {
    expect((await callerWith(at, stranger)('GET', '/api/webhooks')).status).toBe(401);
  }
  await call('GET', `/api/webhooks?secret=${newSecret('a secret in a query')}`);
}

/** A start with a password of the database that is wrong. */
async function failToStart(): Promise<void> {
  const url = new URL(database.url);
  url.password = newSecret('a wrong password of the database');
  const program = spawnProgram('main.ts', { ...settingsOf('all'), DATABASE_URL: url.href });
  expect(await program.ended).toBe(1);
  outputs.set('a refused start', program.output());
}

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
  secrets.set('the password of the database', decodeURIComponent(new URL(database.url).password));
  await failToStart();
  const programs = new Map<string, SpawnedProgram>(
    ROLES.map((role) => [role, spawnProgram('main.ts', settingsOf(role))]),
  );
  try {
    for (const program of programs.values()) await program.baseUrl();
    const api = { url: (await programs.get('api')?.baseUrl()) ?? '' };
    await useWebhooks(callerWith(api, await newToken('a token', { scope: 'admin' })));
    for (const role of ['api', 'all']) {
      const at = { url: (await programs.get(role)?.baseUrl()) ?? '' };
      await useKeys(callerWith(at, adminKey), at);
      await fail(callerWith(at, adminKey), at);
    }
    const publish = callerWith(api, adminKey);
    // Either of two processes may take what is due.
    await eventually(
      'the worker has tried',
      async () => {
        await publish('POST', '/api/events', { body: { type: 'a', data: {} } });
        return programs.get('worker')?.output().includes('"msg":"attempt"');
      },
      60_000,
    );
  } finally {
    for (const [role, program] of programs) {
      await program.kill('SIGTERM');
      outputs.set(role, program.output());
    }
  }
}, LIMIT_MS);

afterAll(async () => {
  await receiver.close();
  await database.drop();
});

/** What a text tells, by a part of it or in another spelling. */
function toldBy(text: string): string[] {
  const needles = [...secrets].flatMap(([what, secret]) =>
    [
      secret.slice(0, PART_CHARACTERS),
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64'),
    ].map((needle) => [what, needle] as const),
  );
  return [...new Set(needles.filter(([, needle]) => text.includes(needle)).map(([what]) => what))];
}

describe('after a use of every secret, by every role and in requests that fail', () => {
  it('nothing that any process wrote tells one', () => {
    expect([...outputs.keys()].sort()).toEqual(['a refused start', 'all', 'api', 'worker']);
    for (const [role, output] of outputs) expect({ role, told: toldBy(output) }).toEqual({ role, told: [] });
    const whole = [...outputs.values()].join('\n');
    expect(whole).toContain('"level":20');
    expect(whole).toContain('POSTHORN_JWT_SECRET = ***');
    expect(secrets.size).toBeGreaterThan(20);
  });

  it('no row of the database tells one', async () => {
    const rows = await readAllRows(database);
    expect(rows).toMatch(/ph1:k2:/);
    expect(toldBy(rows)).toEqual([]);
  });

  it('neither does what pg_dump writes, where one of the server’s version is at hand', async () => {
    const text = (await canDump(database)) ? await dump(database) : await readAllRows(database);
    expect(text).toMatch(/ph1:k2:/);
    expect(toldBy(text)).toEqual([]);
  });

  it('one would be found', () => {
    for (const [what, secret] of secrets) {
      expect(toldBy(`x${secret}`)).toContain(what);
      expect(toldBy(Buffer.from(secret).toString('hex'))).toContain(what);
    }
  });
});
