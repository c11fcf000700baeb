import { eventually } from '../../support/eventually.ts';
import type { Receiver } from '../../support/receiver.ts';
import type { TestApp } from '../../support/test-app.ts';
import { dataOf } from './past-rows.ts';
import type { Things } from './shots.ts';

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

/** Keys, which are only looked at, since whoever asks is let in; and event types. */
export async function makeSettings(app: TestApp): Promise<void> {
  for (const [name, scopes] of [
    ['Order service', ['publish']],
    ['Support desk', ['read']],
    ['Deployment', ['read', 'manage']],
  ] as const) {
    await app.api.POST('/api/keys', { body: { name, scopes: [...scopes] } });
  }
  for (const [name, description] of [
    ['order.shipped', 'An order has left the warehouse.'],
    ['user.created', 'Somebody has signed up.'],
    ['invoice.sent', 'An invoice has gone to a customer.'],
  ] as const) {
    await app.api.POST('/api/event-types', { body: { name, description } });
  }
  const example = dataOf('order.paid', 1);
  const schema = {
    type: 'object',
    required: ['order_id', 'total', 'currency'],
    properties: {
      order_id: { type: 'string', pattern: '^ord_' },
      total: { type: 'string' },
      currency: { type: 'string', minLength: 3, maxLength: 3 },
      customer: { type: 'string' },
    },
  };
  const body = { name: 'order.paid', description: 'An order was paid in full.', schema, example };
  await app.api.POST('/api/event-types', { body });
}

/** @returns the id of one of them, which has quotas */
export async function makeTenant(app: TestApp): Promise<string> {
  await app.post('/api/tenants', { uid: 'umbrella', name: 'Umbrella' });
  const made = await app.post('/api/tenants', {
    ...{ uid: 'acme', name: 'Acme', quotas: { webhooks: 25, events_per_minute: 600 } },
  });
  if (made.status !== 201) throw new Error(`No tenant was made: ${String(made.status)}`);
  return (made.body as { id: string }).id;
}

/** One that fails first, with the delivery that was tried again. */
export async function makeInbox(
  app: TestApp,
): Promise<Pick<Things, 'inbox' | 'inboxRequest' | 'inboxWebhook'>> {
  const body = { name: 'Try it out', fail_times: 1, fail_status: 503 };
  const { data: inbox } = await app.api.POST('/api/inboxes', { body });
  const { data: webhook } = await app.api.POST('/api/webhooks', {
    body: {
      ...{ name: 'Try it out', url: inbox?.url ?? '', events: ['trial.started'] },
      retry: { schedule_ms: [0] },
    },
  });
  if (inbox === undefined || webhook === undefined) throw new Error('No inbox was made.');
  await app.api.POST('/api/events', { body: { type: 'trial.started', data: { plan: 'team', seats: 5 } } });
  const params = { path: { id: inbox.id } };
  const newest = await eventually('the inbox has both attempts', async () => {
    const { data } = await app.api.GET('/api/inboxes/{id}/requests', { params });
    return data?.data.length === 2 ? data.data[0] : undefined;
  });
  return { inbox: inbox.id, inboxRequest: newest.id, inboxWebhook: webhook.id };
}
