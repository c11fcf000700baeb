import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { SCOPES, type Scope } from '../../../src/domain/scopes.ts';
import { ADMIN_KEY, callerWith, GUARDED, makeKey, type Caller } from '../../support/callers.ts';
import { addTenant } from '../../support/second-tenant.ts';
import type { TestApp } from '../../support/test-app.ts';

const TOKEN_SECRET = 'a secret of at least thirty-two bytes';
const [ISSUER, AUDIENCE] = ['https://issuer.example', 'posthorn'];

/** Keys, and tokens by HS256. */
export const WITH_TOKENS = {
  ...GUARDED,
  POSTHORN_JWT_SECRET: TOKEN_SECRET,
  POSTHORN_JWT_ISSUER: ISSUER,
  POSTHORN_JWT_AUDIENCE: AUDIENCE,
};

/** A caller, and what it should be taken for. */
export interface KindOfCaller {
  readonly name: string;
  /** Null for one that is to be refused. */
  readonly scopes: readonly Scope[] | null;
  readonly isOfEveryTenant: boolean;
  readonly call: Caller;
}

export async function signToken(
  claims: Readonly<Record<string, unknown>>,
  endsInSeconds = 3_600,
): Promise<string> {
  const exp = Math.floor(Date.now() / 1_000) + endsInSeconds;
  return await new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(createSecretKey(TOKEN_SECRET, 'utf8'));
}

/** Nobody, everybody who was somebody once, and one for each scope alone; each acts in a tenant of its own. */
export async function callersOfEveryKind(app: TestApp): Promise<KindOfCaller[]> {
  return [
    ...(await refusedCallers(app)),
    ...(await callersOfOneTenant(app)),
    ...(await callersOfEveryTenant(app)),
  ];
}

async function refusedCallers(app: TestApp): Promise<KindOfCaller[]> {
  const admin = callerWith(app, ADMIN_KEY);
  const revoked = await makeKey(admin, ['admin'], { all_tenants: true });
  await admin('DELETE', `/api/keys/${revoked.id}`);
  const expired = await makeKey(admin, ['admin'], { all_tenants: true, name: 'expired' });
  await app.database.query("update api_keys set expires_at = now() where name = 'expired'");
  const good = await makeKey(admin, ['admin'], { all_tenants: true });
  const bearers: Readonly<Record<string, string | null>> = {
    'no key': null,
    'a malformed key': 'ph_nonsense',
    'an unknown key': good.key.replace(/^ph_..../, 'ph_0000'),
    'a key with another’s secret': revoked.key.slice(0, -64) + good.key.slice(-64),
    'a revoked key': revoked.key,
    'an expired key': expired.key,
    'an expired token': await signToken({ scope: 'admin' }, -60),
  };
  return Object.entries(bearers).map(([name, bearer]) => ({
    name,
    scopes: null,
    isOfEveryTenant: false,
    call: callerWith(app, bearer),
  }));
}

async function callersOfOneTenant(app: TestApp): Promise<KindOfCaller[]> {
  const admin = callerWith(app, ADMIN_KEY);
  const byKey = SCOPES.map(async (scope) => {
    await addTenant(app, `of-${scope}`);
    const { key } = await makeKey(admin, [scope], { tenant: `of-${scope}` });
    return {
      name: `a key with ${scope}`,
      scopes: [scope],
      isOfEveryTenant: false,
      call: callerWith(app, key),
    };
  });
  const tokens: readonly (readonly [string, readonly Scope[], object])[] = [
    ['a token', ['read', 'manage', 'publish'], {}],
    ['a token with secrets', ['secrets'], { scope: 'openid secrets' }],
    ['a token without a scope', [], { scope: 'openid' }],
  ];
  const byToken = tokens.map(async ([name, scopes, claims], number) => {
    const tenant = `of-token-${number}`;
    await addTenant(app, tenant);
    const call = callerWith(app, await signToken({ ...claims, tenant }));
    return { name, scopes, isOfEveryTenant: false, call };
  });
  return await Promise.all([...byKey, ...byToken]);
}

async function callersOfEveryTenant(app: TestApp): Promise<KindOfCaller[]> {
  const admin = callerWith(app, ADMIN_KEY);
  return await Promise.all(
    SCOPES.map(async (scope) => {
      const tenant = `named-by-${scope}`;
      await addTenant(app, tenant);
      const { key } = await makeKey(admin, [scope], { all_tenants: true });
      const call = callerWith(app, key, { 'Posthorn-Tenant': tenant });
      return { name: `a key of every tenant with ${scope}`, scopes: [scope], isOfEveryTenant: true, call };
    }),
  );
}
