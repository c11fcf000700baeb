import type { Receiver } from '../../support/receiver.ts';
import type { TestApp } from '../../support/test-app.ts';

/** The webhooks of the pictures, each in another state. */
const WEBHOOKS = {
  orders: {
    name: 'Order service',
    path: 'orders',
    events: ['order.*'],
    description: 'Ships what has been paid.',
  },
  billing: { name: 'Billing', path: 'billing', events: ['invoice.*', 'order.paid'], max_in_flight: 8 },
  analytics: { name: 'Analytics', path: 'analytics', events: ['user.*', 'order.*'] },
  search: {
    name: 'Search index',
    path: 'search',
    events: ['product.*', 'stock.*'],
    rate_limit: { requests_per_second: 20 },
  },
  warehouse: { name: 'Warehouse', path: 'warehouse', events: ['order.paid', 'stock.*'] },
  crm: { name: 'Old CRM', path: 'crm', events: ['user.*'] },
  trial: { name: 'New fraud check', path: 'fraud', events: ['order.paid'], mode: 'shadow' },
} as const satisfies Record<string, object>;

/** Their ids. */
export type WebhookNames = Readonly<Record<keyof typeof WEBHOOKS, string>>;

export async function makeWebhooks(app: TestApp, receiver: Receiver): Promise<WebhookNames> {
  const ids: [string, string][] = [];
  for (const [key, { path, ...fields }] of Object.entries(WEBHOOKS)) {
    const body = { ...fields, uid: key, url: receiver.url + path };
    const { data, response } = await app.api.POST('/api/webhooks', { body: body as never });
    if (data === undefined) throw new Error(`No webhook ${key} was made: ${String(response.status)}`);
    ids.push([key, data.id]);
  }
  await app.api.POST('/api/webhooks/{id}/pause', { params: { path: { id: 'warehouse' } } });
  return Object.fromEntries(ids) as unknown as WebhookNames;
}

/** Whoever asks is let in, so these are only looked at. */
export async function makeKeys(app: TestApp): Promise<void> {
  for (const [name, scopes] of [
    ['Order service', ['publish']],
    ['Support desk', ['read']],
    ['Deployment', ['read', 'manage']],
  ] as const) {
    await app.api.POST('/api/keys', { body: { name, scopes: [...scopes] } });
  }
  await app.api.POST('/api/tenants', { body: { uid: 'acme', name: 'Acme' } });
  for (const [name, description] of [
    ['order.paid', 'An order was paid in full.'],
    ['order.shipped', 'An order has left the warehouse.'],
    ['user.created', 'Somebody has signed up.'],
    ['invoice.sent', 'An invoice has gone to a customer.'],
  ] as const) {
    await app.api.POST('/api/event-types', { body: { name, description } });
  }
}
