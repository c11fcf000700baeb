import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permits } from '../../../src/domain/scopes.ts';
import { ADMIN_KEY, callerWith, makeKey, type Caller } from '../../support/callers.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../../support/test-app.ts';
import { callersOfEveryKind, signToken, WITH_TOKENS, type KindOfCaller } from './callers-of-every-kind.ts';
import { FLOW_ROUTES, type FlowRoute } from './flow-routes.ts';

let app: TestApp;
let callers: KindOfCaller[];
beforeAll(async () => {
  app = await startTestApp(WITH_TOKENS);
  callers = await callersOfEveryKind(app);
});
afterAll(async () => {
  await app.close();
});

async function statusOf({ method, path, body }: FlowRoute, call: Caller, id = 'wh_nothing'): Promise<number> {
  return (await call(method, path.replace(':id', id), body === undefined ? {} : { body })).status;
}

function expectedOf({ scope, answer }: FlowRoute, { scopes }: KindOfCaller): number {
  if (scopes === null) return 401;
  return scope === null || permits(scopes, scope) ? answer : 403;
}

describe('the routes of workflow and taskflow', () => {
  it('are all listed here', () => {
    const routed = app.routes
      .filter(({ method, path }) => method !== 'HEAD' && /^\/(workflow|taskflow)\//.test(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect(FLOW_ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(routed.toSorted());
  });

  it.each(FLOW_ROUTES)('$method $path asks for its scope', async (route) => {
    const [expected, actual]: Record<string, number>[] = [{}, {}];
    for (const caller of callers) {
      Object.assign(expected ?? {}, { [caller.name]: expectedOf(route, caller) });
      Object.assign(actual ?? {}, { [caller.name]: await statusOf(route, caller.call) });
    }
    expect(actual).toEqual(expected);
  });

  it.each(['workflow', 'taskflow'] as const)('of %s know no webhook of another tenant', async (dialect) => {
    const admin = callerWith(app, ADMIN_KEY);
    const isOne = ({ path }: FlowRoute): boolean => path.startsWith(`/${dialect}/`) && path.includes(':id');
    const create = FLOW_ROUTES.find(
      ({ method, answer, path }) => method === 'POST' && answer === 201 && path.includes(dialect),
    );
    const { body: own } = await admin<{ id: string }>('POST', create?.path ?? '', { body: create?.body });
    await addTenant(app, `stranger-to-${dialect}`);
    const { key } = await makeKey(admin, ['read', 'manage'], { tenant: `stranger-to-${dialect}` });
    for (const route of FLOW_ROUTES.filter(isOne)) {
      expect([route.path, await statusOf(route, callerWith(app, key), own.id)]).toEqual([route.path, 404]);
    }
    const list = await callerWith(app, key)('GET', `/${dialect}/api/webhooks`);
    expect(list.body).toEqual([]);
    expect((await admin('GET', `/${dialect}/api/webhooks/${own.id}`)).status).toBe(200);
  });
});

describe('where the API is open', () => {
  let open: TestApp;
  beforeAll(async () => {
    open = await startTestAppOn(app.database, {
      ...WITH_TOKENS,
      POSTHORN_AUTH: 'open',
      POSTHORN_TEST_SENDS_PER_MINUTE: '1',
    });
  });
  afterAll(async () => {
    await open.close();
  });

  it.each(FLOW_ROUTES)('$method $path asks for a token where it is of workflow alone', async (route) => {
    const isWorkflow = route.path.startsWith('/workflow/');
    const path = route.path.replace('/workflow/', '/%77orkflow/');
    const nobody = callerWith(open, null);
    expect((await statusOf(route, nobody)) === 401).toBe(isWorkflow);
    if (!isWorkflow) return;
    // Nor by another spelling of the address.
    expect(await statusOf({ ...route, path }, nobody)).toBe(401);
    expect(await statusOf(route, callerWith(open, 'nonsense'))).toBe(401);
    const refused = await nobody<{ code: string }>('GET', route.path.split('/:id', 1)[0] ?? '');
    expect([refused.headers.get('content-type'), refused.headers.get('www-authenticate')]).toEqual([
      'application/problem+json',
      'Bearer',
    ]);
  });

  it('takes a token, and a key, for what they are', async () => {
    await addTenant(app, 'of-open');
    const { key } = await makeKey(callerWith(app, ADMIN_KEY), ['read'], { tenant: 'of-open' });
    const body = { url: 'https://example.com/', events: ['system.info'] };
    const [byToken, byKey] = [callerWith(open, await signToken({ sub: 'alice' })), callerWith(open, key)];
    expect((await byToken('POST', '/workflow/api/webhooks', { body })).status).toBe(201);
    expect((await byKey('GET', '/workflow/api/webhooks')).body).toEqual([]);
    expect((await byKey('POST', '/workflow/api/webhooks', { body })).status).toBe(403);
    const audit = await callerWith(app, ADMIN_KEY)<{ data: object[] }>(
      'GET',
      '/api/audit?action=webhook.created',
    );
    expect(audit.body.data[0]).toMatchObject({ actor: { kind: 'token', id: 'alice' } });
  });

  it('counts test sends of a dialect with all others of the tenant', async () => {
    await addTenant(app, 'of-tests');
    const byToken = callerWith(open, await signToken({ tenant: 'of-tests' }));
    const body = { url: 'http://127.0.0.1:9/', event: 'system.info', payload: {} };
    const first = await byToken('POST', '/workflow/api/webhooks/test', { body });
    expect([first.status, first.headers.has('ratelimit')]).toEqual([200, true]);
    expect((await byToken('POST', '/workflow/api/webhooks/test', { body })).status).toBe(429);
    const other = callerWith(open, null, { 'Posthorn-Tenant': 'of-tests' });
    expect((await other('POST', '/taskflow/api/webhooks/any/test')).status).toBe(429);
  });
});
