import { createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { exportJWK, SignJWT, UnsecuredJWT } from 'jose';
import type { TokenSettings } from '../../config/settings.ts';
import type { Principal } from '../principal.ts';
import { TokenVerifier } from './token-verifier.ts';

const SECRET = 'a secret of at least thirty-two bytes';
const NOW = Date.UTC(2026, 0, 31);
const EXPIRY = NOW / 1_000 + 60;
const ISSUER = 'https://issuer.example';
const TENANTS: Readonly<Record<string, string>> = { default: 'uuid-default', acme: 'uuid-acme' };
const UNAUTHENTICATED = { code: 'unauthenticated' };

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const otherEc = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const secretKey = createSecretKey(SECRET, 'utf8');
const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

/** Undefined for a claim that is left out. */
type Claims = Readonly<Record<string, unknown>>;

interface Signed {
  readonly alg?: string;
  readonly kid?: string;
  readonly key?: KeyObject;
  readonly claims?: Claims;
}

async function sign({ alg = 'HS256', kid, key = secretKey, claims = {} }: Signed = {}): Promise<string> {
  const payload = { iss: ISSUER, aud: 'posthorn', exp: EXPIRY, ...claims };
  return await new SignJWT(payload)
    .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
    .sign(key);
}

function judge(
  key: TokenSettings['key'] = { kind: 'secret', secret: SECRET },
  read: () => Promise<Buffer | null> = () => Promise.resolve(null),
): (token: string) => Promise<Principal> {
  const verifier = new TokenVerifier({
    settings: { key, issuer: ISSUER, audience: 'posthorn', tenantClaim: 'tenant' },
    tenants: { resolve: (name = 'default') => Promise.resolve(TENANTS[name] ?? null) },
    read,
    clock: { now: () => NOW },
  });
  return async (token) => await verifier.authenticate(token);
}

describe('a token', () => {
  it('acts in its tenant, or the default one, and may read, manage and publish', async () => {
    const scopes = ['read', 'manage', 'publish'];
    const nameless = { kind: 'token', id: null, name: null };
    expect(await judge()(await sign())).toEqual({ tenantId: 'uuid-default', scopes, actor: nameless });
    const ofAcme = await sign({ claims: { tenant: 'acme', sub: 'someone' } });
    const actor = { ...nameless, id: 'someone' };
    expect(await judge()(ofAcme)).toEqual({ tenantId: 'uuid-acme', scopes, actor });
  });

  it.each([
    ['read secrets openid', ['read', 'secrets']],
    ['admin', ['admin']],
    ['', []],
    ['read,publish', []],
    [['read'], []],
    [null, []],
  ])('with the scope %j may %j', async (scope, scopes) => {
    expect(await judge()(await sign({ claims: { scope } }))).toMatchObject({ scopes });
  });

  it.each([['nobody'], [7], [null], [['acme']], [{}]])('of the tenant %j is forbidden', async (tenant) => {
    await expect(judge()(await sign({ claims: { tenant } }))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each<[string, Claims]>([
    ['has ended', { exp: NOW / 1_000 - 6 }],
    ['never ends', { exp: undefined }],
    ['has not begun', { nbf: NOW / 1_000 + 6 }],
    ['is of another issuer', { iss: 'https://issuer.example/' }],
    ['is of no issuer', { iss: undefined }],
    ['is for somebody else', { aud: 'other' }],
    ['is for nobody', { aud: undefined }],
  ])('that %s is refused', async (_what, claims) => {
    await expect(judge()(await sign({ claims }))).rejects.toMatchObject(UNAUTHENTICATED);
  });

  it('may be for several, and off by five seconds', async () => {
    const claims = { aud: ['other', 'posthorn'], exp: NOW / 1_000 - 4, nbf: NOW / 1_000 + 4 };
    expect(await judge()(await sign({ claims }))).toMatchObject({ tenantId: 'uuid-default' });
  });

  it.each(['', 'x', 'a.b.c', '..', 'a.b.c.d.e', '\u0000.\u0000.\u0000'])('is not %j', async (text) => {
    await expect(judge()(text)).rejects.toMatchObject(UNAUTHENTICATED);
  });

  it('is refused when any character of it is another one', async () => {
    const token = await sign();
    for (const place of [5, token.indexOf('.') + 5, token.lastIndexOf('.') + 5]) {
      const other = token[place] === 'A' ? 'B' : 'A';
      const changed = token.slice(0, place) + other + token.slice(place + 1);
      await expect(judge()(changed)).rejects.toMatchObject(UNAUTHENTICATED);
    }
  });
});

describe('the algorithm', () => {
  const rsaKey = { kind: 'public_key', pem: pemOf(rsa.publicKey) } as const;
  const ecKey = { kind: 'public_key', pem: pemOf(ec.publicKey) } as const;

  it('is the key’s own', async () => {
    expect(await judge(rsaKey)(await sign({ alg: 'RS256', key: rsa.privateKey }))).toBeDefined();
    expect(await judge(ecKey)(await sign({ alg: 'ES256', key: ec.privateKey }))).toBeDefined();
  });

  it('is never another, though the key could do it', async () => {
    const long = createSecretKey(Buffer.from(SECRET.repeat(2)));
    const longSecret = { kind: 'secret', secret: SECRET.repeat(2) } as const;
    for (const [key, token] of [
      [longSecret, await sign({ alg: 'HS512', key: long })],
      [rsaKey, await sign({ alg: 'PS256', key: rsa.privateKey })],
      [rsaKey, await sign({ alg: 'RS512', key: rsa.privateKey })],
      [ecKey, await sign({ alg: 'ES256', key: otherEc.privateKey })],
      [{ kind: 'secret', secret: SECRET }, await sign({ alg: 'RS256', key: rsa.privateKey })],
    ] as const) {
      await expect(judge(key)(token)).rejects.toMatchObject(UNAUTHENTICATED);
    }
  });

  it('is never one by which the public key would be a secret that everybody knows', async () => {
    for (const { pem } of [rsaKey, ecKey]) {
      const token = await sign({ key: createSecretKey(pem, 'utf8') });
      await expect(judge({ kind: 'public_key', pem })(token)).rejects.toMatchObject(UNAUTHENTICATED);
      const keySet = (): Promise<Buffer> => Promise.resolve(Buffer.from(JSON.stringify({ keys: [] })));
      const ofKeySet = judge({ kind: 'key_set', url: 'https://issuer.example/keys' }, keySet)(token);
      await expect(ofKeySet).rejects.toMatchObject(UNAUTHENTICATED);
    }
  });

  it('is never none', async () => {
    const claims = { iss: ISSUER, aud: 'posthorn', exp: EXPIRY };
    const unsecured = new UnsecuredJWT(claims).encode();
    for (const key of [undefined, rsaKey, ecKey]) {
      await expect(judge(key)(unsecured)).rejects.toMatchObject(UNAUTHENTICATED);
    }
  });
});

describe('a key set', () => {
  const url = { kind: 'key_set', url: 'https://issuer.example/keys' } as const;
  const jwkOf = async (key: KeyObject, kid: string): Promise<object> => ({
    ...(await exportJWK(createPublicKey(key))),
    kid,
  });
  const setOf = async (): Promise<Buffer> =>
    Buffer.from(
      JSON.stringify({ keys: [await jwkOf(rsa.privateKey, 'rsa'), await jwkOf(ec.privateKey, 'ec')] }),
    );

  it('is read once, and its keys verify by RS256 and ES256', async () => {
    let readCount = 0;
    const judged = judge(url, async () => {
      readCount += 1;
      return await setOf();
    });
    expect(readCount).toBe(0);
    expect(await judged(await sign({ alg: 'RS256', kid: 'rsa', key: rsa.privateKey }))).toBeDefined();
    expect(await judged(await sign({ alg: 'ES256', kid: 'ec', key: ec.privateKey }))).toBeDefined();
    for (const wrong of [
      await sign({ alg: 'ES256', kid: 'ec', key: otherEc.privateKey }),
      await sign({ alg: 'ES256', kid: 'unknown', key: ec.privateKey }),
      await sign({ alg: 'PS256', kid: 'rsa', key: rsa.privateKey }),
      await sign({ alg: 'HS256', kid: 'rsa' }),
    ]) {
      await expect(judged(wrong)).rejects.toMatchObject(UNAUTHENTICATED);
    }
    expect(readCount).toBe(1);
  });

  it.each([
    ['cannot be read', null],
    ['is no JSON', '<html>'],
    ['is no key set', '{"keys":{}}'],
  ])('that %s says nothing of a token', async (_what, text) => {
    const token = await sign({ alg: 'ES256', kid: 'ec', key: ec.privateKey });
    const judged = judge(url, () => Promise.resolve(text === null ? null : Buffer.from(text)));
    await expect(judged(token)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
  });
});
