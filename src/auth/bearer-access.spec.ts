import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createKeySecret, formatApiKey, hashKeySecret } from '../domain/api-keys.ts';
import { bearerAccess, type BearerAccessParts, type KnownKey } from './bearer-access.ts';
import { OPERATOR, type Principal } from './principal.ts';

const ADMIN_KEY = 'a-first-key-of-at-least-32-characters';
const ID = '019c12f0-4e80-7000-8000-000000000001';
const OTHER_ID = '019c12f0-4e80-7000-8000-000000000002';
const secret = createKeySecret((size) => Buffer.alloc(size, 7));
const KEY: KnownKey = {
  id: ID,
  tenantId: OTHER_ID,
  name: 'a key',
  scopes: ['read'],
  secretHash: hashKeySecret(secret),
  previousSecretHash: null,
  previousSecretExpiresAt: null,
  expiresAt: new Date(1_000),
  revokedAt: null,
};
const TOKEN_PRINCIPAL: Principal = {
  tenantId: ID,
  scopes: [],
  actor: { kind: 'token', id: 'somebody', name: null },
};

function access(changes: Partial<BearerAccessParts> = {}) {
  const [searched, used]: string[][] = [[], []];
  const authenticate = bearerAccess({
    adminKey: ADMIN_KEY,
    keys: {
      find: (id) => {
        searched?.push(id);
        return Promise.resolve(id === ID ? KEY : null);
      },
      noteUse: (id) => used?.push(id),
    },
    authenticateToken: null,
    clock: { now: () => 999 },
    ...changes,
  });
  const ask = async (authorization?: string): Promise<Principal> =>
    await authenticate({ headers: { authorization } } as IncomingMessage);
  return { ask, searched, used };
}

describe('bearerAccess', () => {
  it('knows whoever runs Posthorn by the admin key, without asking for any other', async () => {
    const { ask, searched } = access();
    expect(await ask(`Bearer ${ADMIN_KEY}`)).toBe(OPERATOR);
    expect(await ask(`BEARER   ${ADMIN_KEY}`)).toBe(OPERATOR);
    expect(searched).toEqual([]);
  });

  it('takes a good key for what is stored of it, and notes its use', async () => {
    const { ask, used } = access();
    expect(await ask(`Bearer ${formatApiKey({ id: ID, secret })}`)).toMatchObject({
      tenantId: OTHER_ID,
      scopes: ['read'],
      actor: { kind: 'key', id: ID, name: 'a key' },
    });
    expect(used).toEqual([ID]);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer  ',
    ADMIN_KEY,
    `Basic ${ADMIN_KEY}`,
    `Bearer ${ADMIN_KEY} `,
    `Bearer ${ADMIN_KEY}x`,
    `Bearer ${formatApiKey({ id: ID, secret: secret.replaceAll('7', '8') })}`,
    `Bearer ${formatApiKey({ id: OTHER_ID, secret })}`,
    'Bearer a.b.c',
  ])('refuses %j, and all alike', async (authorization) => {
    const { ask, used } = access();
    await expect(ask(authorization)).rejects.toMatchObject({
      code: 'unauthenticated',
      detail: 'Send a valid key as "Authorization: Bearer <key>".',
    });
    expect(used).toEqual([]);
  });

  it('refuses an expired key as one that is wrong', async () => {
    const { ask } = access({ clock: { now: () => 1_000 } });
    await expect(ask(`Bearer ${formatApiKey({ id: ID, secret })}`)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('takes no empty key for an admin key that is not set', async () => {
    const { ask } = access({ adminKey: undefined });
    for (const authorization of ['Bearer undefined', 'Bearer ', `Bearer ${ADMIN_KEY}`]) {
      await expect(ask(authorization)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  it('leaves to the judge of tokens what is no key, and nothing else', async () => {
    const judged: string[] = [];
    const { ask } = access({
      authenticateToken: (token) => {
        judged.push(token);
        return Promise.resolve(TOKEN_PRINCIPAL);
      },
    });
    expect(await ask('Bearer a.b.c')).toBe(TOKEN_PRINCIPAL);
    await expect(ask(`Bearer ${formatApiKey({ id: OTHER_ID, secret })}`)).rejects.toThrow();
    expect(judged).toEqual(['a.b.c']);
  });
});
