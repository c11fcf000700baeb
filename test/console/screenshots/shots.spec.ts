import { describe, expect, it } from '@jest/globals';
import { readConsoleRoutes } from './console-routes.ts';
import { pathOf, shotsOf, type Things } from './shots.ts';

const THINGS: Things = {
  webhooks: { orders: 'wh_1', billing: 'wh_2', search: 'wh_3' },
  ...{ retryingDelivery: 'dlv_1', deliveredDelivery: 'dlv_2', event: 'evt_1', runningReplay: 'rpl_1' },
  ...{ tenant: 'tn_1', inbox: 'inb_1', inboxRequest: 'irq_1', inboxWebhook: 'wh_4' },
};

describe('the pictures of the console', () => {
  const shots = shotsOf(THINGS);

  it('are of every page', () => {
    const pages = readConsoleRoutes().filter(({ hasComponent }) => hasComponent);
    const pictured = new Set(shots.map(({ route }) => route));
    expect([...pictured].sort()).toEqual(pages.map(({ path }) => path).sort());
  });

  it('have each a name and a place of their own', () => {
    expect(new Set(shots.map(({ name }) => name)).size).toBe(shots.length);
    const paths = shots.map(pathOf);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => path.includes('$') || path.startsWith('/'))).toEqual([]);
    expect(paths).toContain('webhooks/wh_3/edit');
    expect(paths).toContain('replays/new?webhook_id=wh_2&response_status=503');
  });
});
