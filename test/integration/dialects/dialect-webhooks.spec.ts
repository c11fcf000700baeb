import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { openDatabase, type Database } from '../../../src/database/database.ts';
import { inTenant } from '../../../src/database/tenant-scope.ts';
import { DialectWebhooks, type DialectLink } from '../../../src/dialects/dialect-webhooks.repository.ts';
import { IdGenerator, toPublicId, type Uuid } from '../../../src/domain/ids.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const ids = new IdGenerator(Date.now);

let database: TestDatabase;
let opened: Database;
let links: DialectWebhooks;
let tenantId: Uuid;
let otherTenantId: Uuid;
beforeAll(async () => {
  database = await createTestDatabase();
  opened = await openDatabase(
    loadSettings({ DATABASE_URL: database.url, POSTHORN_AUTH: 'open' }),
    pino({ level: 'silent' }),
  );
  links = new DialectWebhooks(opened.prisma, 'emp');
  tenantId = await addTenant({ database }, 'one');
  otherTenantId = await addTenant({ database }, 'another');
});
afterAll(async () => {
  await opened.close();
  await database.drop();
});

async function addWebhook(ofTenant: Uuid): Promise<Uuid> {
  const id = ids.next();
  await database.query(
    `insert into webhooks (id, tenant_id, name, url, retry) values ($1, $2, '', 'http://127.0.0.1:9/', '{}')`,
    [id, ofTenant],
  );
  return id;
}
const link = async (ofTenant: Uuid, webhookId: Uuid, kept: Partial<DialectLink>): Promise<void> => {
  await inTenant(opened.prisma, ofTenant, async (tx) => {
    await links.linking(ofTenant, kept)(tx, webhookId);
  });
};

describe('the webhooks of a dialect', () => {
  it('are found by their old ids, and all others as they are named', async () => {
    const [imported, made] = [await addWebhook(tenantId), await addWebhook(tenantId)];
    await link(tenantId, imported, { oldId: 'wh_1234567890_abc', owner: 'ann' });
    await link(tenantId, made, {});
    expect(await links.resolve(tenantId, 'wh_1234567890_abc')).toBe(toPublicId('webhook', imported));
    for (const name of [toPublicId('webhook', made), 'a-uid', 'wh_nothing', 'a b', 'a\0b', 'x'.repeat(300)]) {
      expect(await links.resolve(tenantId, name)).toBe(name);
    }
    const unlinked = await addWebhook(tenantId);
    expect(await links.findLinks(tenantId, [imported, made, unlinked, imported])).toEqual(
      new Map([
        [imported, { oldId: 'wh_1234567890_abc', owner: 'ann' }],
        [made, { oldId: null, owner: null }],
      ]),
    );
    expect(await links.findLinks(tenantId, [])).toEqual(new Map());
  });

  it('share no old id within a tenant, but with what is deleted', async () => {
    const [first, second] = [await addWebhook(tenantId), await addWebhook(tenantId)];
    await link(tenantId, first, { oldId: 'taken' });
    await expect(link(tenantId, second, { oldId: 'taken' })).rejects.toMatchObject({
      code: 'conflict',
      detail: 'Another webhook has the old id taken.',
    });
    expect(await links.findLinks(tenantId, [second])).toEqual(new Map());
    await database.query('update webhooks set deleted_at = now() where id = $1', [first]);
    expect(await links.resolve(tenantId, 'taken')).toBe(toPublicId('webhook', first));
    await link(tenantId, second, { oldId: 'taken' });
    expect(await links.resolve(tenantId, 'taken')).toBe(toPublicId('webhook', second));
  });

  it('are seen by their own tenant alone', async () => {
    const [mine, theirs] = [await addWebhook(tenantId), await addWebhook(otherTenantId)];
    await link(tenantId, mine, { oldId: 'shared' });
    await link(otherTenantId, theirs, { oldId: 'shared' });
    expect(await links.resolve(tenantId, 'shared')).toBe(toPublicId('webhook', mine));
    expect(await links.resolve(otherTenantId, 'shared')).toBe(toPublicId('webhook', theirs));
    expect(await links.findLinks(otherTenantId, [mine])).toEqual(new Map());
  });

  it('go with their webhook, and bad ones are refused by the database itself', async () => {
    const id = await addWebhook(tenantId);
    for (const kept of [{ oldId: '' }, { oldId: 'a b' }, { oldId: 'x'.repeat(257) }, { owner: '' }]) {
      await expect(link(tenantId, id, kept)).rejects.toThrow();
    }
    await link(tenantId, id, { oldId: 'x'.repeat(256), owner: 'ö'.repeat(512) });
    await database.query('delete from webhooks where id = $1', [id]);
    expect(await database.query('select from dialect_webhooks where webhook_id = $1', [id])).toEqual([]);
  });
});
