import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERRORS } from '../../src/domain/errors.ts';
import { SETTING_NAMES } from '../../src/config/setting-catalogue.ts';
import { CONNECTION_LIMITS } from '../../src/http/connection-limits.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { awaitWholeMinute } from '../support/quota-tenants.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/quotas.md');

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

const run = async (name: string): Promise<unknown[]> =>
  await runRequests(guide.block(name).replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`));
const shown = (name: string): unknown => asShown(JSON.parse(guide.block(name)));

/** The status and the code that a cell names, `409 `quota_exceeded``. */
const failureOf = (cell = ''): { status: number; code: string } => ({
  status: Number(cell.slice(0, 3)),
  code: cell.slice(5, -1),
});

describe('docs/quotas.md', () => {
  it('sets quotas, and shows what there is of them', async () => {
    const [, changed] = await run('set');
    expect(changed).toMatchObject({ uid: 'acme', quotas: { webhooks: 1, events_per_minute: 2 } });
    expect(await run('usage')).toEqual([shown('used')]);
  });

  it('shows what is beyond them', async () => {
    const [first, second] = await run('over');
    expect(first).toMatchObject({ uid: 'number-1' });
    expect(second).toEqual(shown('exceeded'));
    await awaitWholeMinute(app);
    expect(await run('flood')).toEqual([shown('flooded')]);
  });

  it('names every quota with its code and its setting', async () => {
    const tenant = (await app.get('/api/tenants/acme')).body as { quotas: object };
    const rows = guide.table('Quota');
    const names = rows.map(([name = '']) => name.slice(1, -1));
    expect(names).toEqual(Object.keys(tenant.quotas));
    for (const [, , failure, setting = ''] of rows) {
      const { status, code } = failureOf(failure);
      expect(ERRORS[code as keyof typeof ERRORS].status).toBe(status);
      expect(SETTING_NAMES).toContain(setting.slice(1, -1));
    }
  });

  it('states the bounds of requests as they are', () => {
    const rows = guide.table('Bound');
    for (const [, , failure = ''] of rows.filter(([, , cell]) => cell?.includes('`') === true)) {
      const { status, code } = failureOf(failure);
      expect(ERRORS[code as keyof typeof ERRORS].status).toBe(status);
    }
    const seconds = rows.flatMap(([, bound = '']) => (bound.endsWith(' s') ? [parseInt(bound, 10)] : []));
    const { headersMs, requestMs, unreadMs, idleMs } = CONNECTION_LIMITS;
    expect(seconds.map((bound) => bound * 1_000)).toEqual([headersMs, requestMs, unreadMs, idleMs]);
    expect(guide.text).toContain(`every ${CONNECTION_LIMITS.checkEveryMs === 5_000 ? 'five' : '?'} seconds`);
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
