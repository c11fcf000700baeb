import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permits } from '../../../src/domain/scopes.ts';
import { ADMIN_KEY, callerWith, makeKey } from '../../support/callers.ts';
import { dialectRoutes, type DialectAccessTable, type DialectRoute } from '../../support/dialect-access.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { callersOfEveryKind, WITH_TOKENS, type KindOfCaller } from './callers-of-every-kind.ts';

const PLACES = ['/emp/api', '/emp'];

const TABLE: DialectAccessTable = {
  'GET /health': { scope: null, answer: 200 },
  'GET /event-types': { scope: 'read', answer: 200 },

  'POST /webhooks': {
    scope: 'manage',
    answer: 201,
    body: { url: 'https://a.example/', events: ['job.failed'] },
  },
  'GET /webhooks': { scope: 'read', answer: 200 },
  'GET /webhooks/:id': { scope: 'read', answer: 404 },
  'PUT /webhooks/:id': { scope: 'manage', answer: 404, body: {} },
  'DELETE /webhooks/:id': { scope: 'manage', answer: 404 },
  'POST /webhooks/:id/test': { scope: 'manage', answer: 404 },
  'GET /webhooks/:id/stats': { scope: 'read', answer: 404 },
  'GET /webhooks/:id/deliveries': { scope: 'read', answer: 404 },

  'GET /stats/summary': { scope: 'read', answer: 200 },
  'GET /deliveries/recent': { scope: 'read', answer: 200 },
};

let app: TestApp;
let callers: KindOfCaller[];
let routes: DialectRoute[];
beforeAll(async () => {
  app = await startTestApp({ ...WITH_TOKENS, POSTHORN_TEST_SENDS_PER_MINUTE: '1000' });
  callers = await callersOfEveryKind(app);
  routes = dialectRoutes(app, PLACES);
});
afterAll(() => app.close());

function expectedStatus({ key }: DialectRoute, { scopes }: KindOfCaller): number {
  const row = TABLE[key];
  if (row === undefined) throw new Error(`the table has no ${key}`);
  if (row.scope === null) return row.answer;
  if (scopes === null) return 401;
  return permits(scopes, row.scope) ? row.answer : 403;
}

describe('every address of emp', () => {
  it('stands in the table, at both places', () => {
    const keys = routes.map(({ key }) => key).toSorted();
    expect(keys).toEqual(
      Object.keys(TABLE)
        .flatMap((key) => [key, key])
        .toSorted(),
    );
  });

  it('answers each caller as the table says', async () => {
    for (const route of routes) {
      const expected: Record<string, number> = {};
      const actual: Record<string, number> = {};
      const { body } = TABLE[route.key] ?? {};
      for (const caller of callers) {
        const path = route.path.replaceAll(/:\w+/g, 'nothing');
        const answer = await caller.call(route.method, path, body === undefined ? {} : { body });
        expected[caller.name] = expectedStatus(route, caller);
        actual[caller.name] = answer.status;
      }
      expect({ route: route.key, ...actual }).toEqual({ route: route.key, ...expected });
    }
  });
});

describe('a webhook of another tenant', () => {
  it('is nothing in any address, by its id, its old id and its uid, and does not change', async () => {
    const admin = callerWith(app, ADMIN_KEY);
    const keys: string[] = [];
    for (const tenant of ['the-owner', 'the-stranger']) {
      await addTenant(app, tenant);
      keys.push((await makeKey(admin, ['read', 'manage'], { tenant })).key);
    }
    const [owner, stranger] = keys.map((key) => callerWith(app, key));
    if (owner === undefined || stranger === undefined) throw new Error('there are no keys');
    const body = { url: 'https://a.example/', events: ['job.failed'] };
    const made = await owner<{ data: { id: string } }>('POST', '/emp/webhooks', { body });
    const { id } = made.body.data;
    await owner('PATCH', `/api/webhooks/${id}`, { body: { uid: 'own-name' } });
    await app.database.query(`update dialect_webhooks set old_id = 'wh_old' where tenant_id =
      (select id from tenants where uid = 'the-owner')`);
    const seen = async (): Promise<unknown> => (await owner('GET', '/emp/webhooks/wh_old')).body.data;
    const before = await seen();
    expect(before).toMatchObject({ id: 'wh_old' });
    for (const name of [id, 'wh_old', 'own-name']) {
      expect((await owner('GET', `/emp/webhooks/${name}`)).status).toBe(200);
      for (const { method, path, key } of routes.filter((route) => route.path.includes(':id'))) {
        const { body: sent } = TABLE[key] ?? {};
        const answer = await stranger(
          method,
          path.replace(':id', name),
          sent === undefined ? {} : { body: sent },
        );
        expect([key, name, answer.status]).toEqual([key, name, 404]);
      }
    }
    expect(await seen()).toEqual(before);
    expect((await stranger('GET', '/emp/webhooks')).body.data).toEqual([]);
  });
});
