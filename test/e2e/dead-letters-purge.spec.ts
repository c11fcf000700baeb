import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../src/domain/ids.ts';
import { toPublicId } from '../../src/domain/ids.ts';
import { addDeliveries, nextId, type DeliveryRowPlan } from '../support/delivery-rows.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const HOUR_MS = 3_600_000;
const now = Date.now();
/** Within the days that have partitions, whatever the hour is. */
const at = (hoursAhead: number): number => now + hoursAhead * HOUR_MS;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(async () => {
  await app.close();
});

const dead = (ended: number, more: Partial<DeliveryRowPlan> = {}): DeliveryRowPlan => ({
  status: 'dead_letter',
  madeAt: now,
  completedAt: ended,
  ...more,
});
const purge = (query: string) => app.delete(`/api/dead-letters?${query}`);
const olderThan = (moment: number): string => `older_than=${new Date(moment).toISOString()}`;
const remaining = async (ids: readonly Uuid[]): Promise<Uuid[]> => {
  const rows = await app.database.query<{ id: Uuid }>(
    'select id from finished_deliveries where id = any ($1)',
    [ids],
  );
  return rows.map(({ id }) => id).toSorted();
};

describe('200', () => {
  it('removes what was given up before, and nothing else', async () => {
    const tenantId = await addTenant(app, 'other');
    const [old = '', ...others] = await addDeliveries(app.database, [
      dead(at(1)),
      dead(at(3)),
      dead(at(1), { tenantId }),
      { ...dead(at(1)), status: 'delivered' },
      { ...dead(at(1)), status: 'cancelled' },
    ]);
    const purged = await purge(olderThan(at(2)));
    expect([purged.status, purged.body]).toEqual([200, { purged_count: 1, has_more: false }]);
    expect(await remaining([old, ...others])).toEqual(others.toSorted());
    expect((await purge(olderThan(at(2)))).body).toEqual({ purged_count: 0, has_more: false });
  });

  it('removes those of one webhook where one is named, and says so in the log', async () => {
    const made = await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/', events: ['nothing'] });
    const { id } = made.body as { id: string };
    const [{ webhook_id: webhookId } = { webhook_id: '' }] = await app.database.query<{ webhook_id: Uuid }>(
      'select id as webhook_id from webhooks',
    );
    expect(toPublicId('webhook', webhookId)).toBe(id);
    const [mine = '', other = ''] = await addDeliveries(app.database, [
      dead(at(1), { webhookId }),
      dead(at(1), { webhookId: nextId() }),
    ]);
    const purged = await purge(`${olderThan(at(2))}&webhook_id=${id}`);
    expect(purged.body).toMatchObject({ purged_count: 1 });
    expect(await remaining([mine, other])).toEqual([other]);
    const log = await app.get('/api/audit?action=dead_letters.purged&limit=1');
    expect((log.body as { data: object[] }).data).toMatchObject([
      {
        object_type: 'tenant',
        changes: {
          deliveries: { after: 1 },
          older_than: { after: new Date(at(2)).toISOString() },
          webhook_id: { after: id },
        },
      },
    ]);
  });

  it('removes 10,000 at most, oldest first, and tells that there are more', async () => {
    await purge(olderThan(at(5)));
    const ids = await addDeliveries(
      app.database,
      Array.from({ length: 10_002 }, () => dead(at(1))),
    );
    const first = await purge(olderThan(at(2)));
    expect(first.body).toEqual({ purged_count: 10_000, has_more: true });
    expect(await remaining(ids)).toHaveLength(2);
    expect((await purge(olderThan(at(2)))).body).toEqual({ purged_count: 2, has_more: false });
  });
});

describe('404 and 422', () => {
  it('for a webhook that the tenant does not have', async () => {
    expect((await purge(`${olderThan(at(2))}&webhook_id=wh_01h455vb4pex5vsknk084sn02q`)).status).toBe(404);
  });

  it.each([
    ['no time', ''],
    ['what is no time', 'older_than=yesterday'],
  ])('for %s', async (_what, query) => {
    expect((await purge(query)).body).toMatchObject({ status: 422, errors: [{ path: 'older_than' }] });
  });
});
