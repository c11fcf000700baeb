import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, SignJWT } from 'jose';
import { callerWith, GUARDED } from '../support/callers.ts';
import { startReceiver, type Answer, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

const [ISSUER, AUDIENCE] = ['https://issuer.example', 'posthorn'];
const FIRST = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const SECOND = generateKeyPairSync('rsa', { modulusLength: 2_048 });

let app: TestApp;
/** Whose key set is at an address that it may not be fetched from. */
let closed: TestApp;
let issuer: Receiver;
let answer: Answer;

const jwkOf = async ({ publicKey }: { publicKey: KeyObject }, kid: string): Promise<object> => ({
  ...(await exportJWK(publicKey)),
  kid,
});
const settingsFor = (url: string): Readonly<Record<string, string>> => ({
  ...GUARDED,
  POSTHORN_JWKS_URL: url,
  POSTHORN_JWT_ISSUER: ISSUER,
  POSTHORN_JWT_AUDIENCE: AUDIENCE,
  POSTHORN_JWT_TENANT_CLAIM: 'https://example.com/org',
});

beforeAll(async () => {
  issuer = await startReceiver(() => answer);
  app = await startTestApp(settingsFor(issuer.url));
  closed = await startTestAppOn(app.database, { ...settingsFor(issuer.url), POSTHORN_ALLOWED_NETWORKS: '' });
  await addTenant(app, 'acme');
});
afterAll(async () => {
  await closed.close();
  await app.close();
  await issuer.close();
});

async function statusOf(
  claims: Readonly<Record<string, unknown>>,
  { at = app, alg = 'ES256', kid = 'first', key = FIRST.privateKey, path = '/api/webhooks' } = {},
): Promise<number> {
  const exp = Math.floor(Date.now() / 1_000) + 60;
  const token = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp, ...claims })
    .setProtectedHeader({ alg, kid })
    .sign(key);
  return (await callerWith(at, token)('GET', path)).status;
}

/** In this order: what is fetched is remembered. */
describe('tokens of a key set', () => {
  it('503 while the key set does not come, and nothing is remembered of that', async () => {
    for (const gone of [
      { status: 500 },
      { status: 302, headers: { Location: '/keys' } },
      { status: 200, body: '<' },
    ]) {
      answer = gone;
      expect(await statusOf({})).toBe(503);
    }
    expect(issuer.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /',
      'GET /',
      'GET /',
    ]);
  });

  it('503 where the address is one that nothing may be fetched from, which nothing reaches', async () => {
    const count = issuer.requests.length;
    expect(await statusOf({}, { at: closed })).toBe(503);
    expect(issuer.requests).toHaveLength(count);
  });

  it('200 once it has come, with a set of a large provider’s size', async () => {
    const certificates = ['x'.repeat(30_000)];
    const keys = [{ ...(await jwkOf(FIRST, 'first')), x5c: certificates }, await jwkOf(SECOND, 'second')];
    answer = { status: 200, body: JSON.stringify({ keys }) };
    expect(await statusOf({})).toBe(200);
    const count = issuer.requests.length;
    const second = { alg: 'RS256', kid: 'second', key: SECOND.privateKey };
    expect(await statusOf({ 'https://example.com/org': 'acme' }, second)).toBe(200);
    expect(issuer.requests).toHaveLength(count);
  });

  it('401 for keys that are not in it, which do not make it be fetched each time', async () => {
    const count = issuer.requests.length;
    for (const kid of ['a', 'b', 'c']) expect(await statusOf({}, { kid })).toBe(401);
    expect(issuer.requests).toHaveLength(count);
  });

  it('403 for a tenant that is not there, a scope that is not held, and what is of every tenant', async () => {
    expect(await statusOf({ 'https://example.com/org': 'nobody' })).toBe(403);
    expect(await statusOf({ scope: 'publish' })).toBe(403);
    expect(await statusOf({ scope: 'admin' })).toBe(200);
    expect(await statusOf({ scope: 'admin' }, { path: '/api/tenants' })).toBe(403);
  });
});
