import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addQuotaTenant, setQuotas, type QuotaTenant } from '../support/quota-tenants.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

const URL = 'http://127.0.0.1:9/';

let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  other = await startTestAppOn(app.database, { POSTHORN_ROLE: 'api' });
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const create = (by: TestApp, { header }: QuotaTenant) => by.post('/api/webhooks', { url: URL }).set(header);
const put = (by: TestApp, { header }: QuotaTenant, uid: string) =>
  by.put(`/api/webhooks/${uid}`, { url: URL }).set(header);

async function countWebhooks({ id }: QuotaTenant): Promise<number> {
  const rows = await app.database.query(
    'select id from webhooks where tenant_id = $1 and deleted_at is null',
    [id],
  );
  return rows.length;
}

/** A tenant with nine of its ten webhooks. */
async function nineOfTen(): Promise<QuotaTenant> {
  const tenant = await addQuotaTenant(app, { webhooks: 10 });
  for (let made = 0; made < 9; made += 1) expect((await create(app, tenant)).status).toBe(201);
  return tenant;
}

describe('fifty at once, by two processes, where one is left', () => {
  it('make one by POST', async () => {
    const tenant = await nineOfTen();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => create(index % 2 === 0 ? app : other, tenant)),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(49);
    for (const { body } of refused) {
      expect(body).toMatchObject({
        status: 409,
        code: 'quota_exceeded',
        detail: 'The tenant may have 10 webhooks.',
      });
    }
    expect(await countWebhooks(tenant)).toBe(10);
  });

  it('make one by PUT, and replace it as often as it is asked', async () => {
    const tenant = await nineOfTen();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        put(index % 2 === 0 ? app : other, tenant, `uid-${String(index % 25)}`),
      ),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const replaced = answers.filter(({ status }) => status === 200);
    expect(replaced.length).toBeLessThanOrEqual(1);
    const refused = answers.filter(({ body }) => (body as { code?: string }).code === 'quota_exceeded');
    expect(refused).toHaveLength(50 - 1 - replaced.length);
    expect(await countWebhooks(tenant)).toBe(10);
    const { uid } = made[0]?.body as { uid: string };
    expect((await put(other, tenant, uid)).status).toBe(200);
  });

  it('repeat one that was made, whatever the quota is by then', async () => {
    const tenant = await addQuotaTenant(app, { webhooks: 1 });
    const keyed = (by: TestApp) => create(by, tenant).set('Idempotency-Key', 'once');
    const first = await keyed(app);
    expect(first.status).toBe(201);
    await setQuotas(app, tenant.uid, { webhooks: 0 });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => keyed(index % 2 === 0 ? app : other)),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(201);
      expect(answer.headers['idempotent-replayed']).toBe('true');
    }
    expect(await countWebhooks(tenant)).toBe(1);
    expect((await create(app, tenant)).body).toMatchObject({ code: 'quota_exceeded' });
  });
});

describe('the quota', () => {
  it('counts what is not deleted, and leaves what was made before it was lowered', async () => {
    const tenant = await addQuotaTenant(app, { webhooks: 2 });
    const [first] = [await create(app, tenant), await create(app, tenant)];
    expect((await create(app, tenant)).status).toBe(409);
    const { id } = first.body as { id: string };
    expect((await app.delete(`/api/webhooks/${id}`).set(tenant.header)).status).toBe(204);
    expect((await create(app, tenant)).status).toBe(201);
    await setQuotas(app, tenant.uid, { webhooks: 1 });
    expect(await countWebhooks(tenant)).toBe(2);
    const list = await app.get('/api/webhooks').set(tenant.header);
    const { data } = list.body as { data: { id: string }[] };
    const changed = await app
      .patch(`/api/webhooks/${data[0]?.id ?? ''}`, { name: 'still mine' })
      .set(tenant.header);
    expect(changed.status).toBe(200);
    expect((await create(app, tenant)).status).toBe(409);
    await setQuotas(app, tenant.uid, null);
    expect((await create(other, tenant)).status).toBe(201);
  });

  it('of another tenant is its own', async () => {
    const full = await addQuotaTenant(app, { webhooks: 0 });
    const free = await addQuotaTenant(app, {});
    expect([(await create(app, full)).status, (await create(app, free)).status]).toEqual([409, 201]);
  });
});
