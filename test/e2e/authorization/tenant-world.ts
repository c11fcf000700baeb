import { ADMIN_KEY, callerWith, makeKey, type Caller } from '../../support/callers.ts';
import { eventually } from '../../support/eventually.ts';
import { addTenant } from '../../support/second-tenant.ts';
import type { TestApp } from '../../support/test-app.ts';

interface Listed {
  readonly data: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

/** A tenant with two of everything, and the key that may do everything in it. */
export interface TenantWorld {
  readonly call: Caller;
  /** How each kind of thing can be named in an address, by the first words of its address. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** What query parameters can say that leads to its rows. */
  readonly queries: Readonly<Record<string, readonly string[]>>;
  readonly eventId: string;
  /** Texts that stand in its rows and nowhere else. */
  readonly marks: readonly string[];
}

interface WorldOrigin {
  readonly app: TestApp;
  readonly uid: string;
  /** Where its webhooks lead. */
  readonly url: string;
}

export async function makeWorld({ app, uid, url }: WorldOrigin): Promise<TenantWorld> {
  const admin = callerWith(app, ADMIN_KEY);
  await addTenant(app, uid);
  const own = await makeKey(admin, ['admin'], { tenant: uid });
  const call = callerWith(app, own.key);
  const { type, tag, ...ids } = await makeThings(call, uid, url);
  const firsts = [ids.webhooks, ids.events, ids.deliveries, ids.keys].map(([first]) => first);
  const [webhookId = '', eventId = '', deliveryId = '', keyId = ''] = firsts;
  const tenantId = String((await admin('GET', `/api/tenants/${uid}`)).body.id);
  const lists = ['webhooks', 'events', 'deliveries', 'keys', 'event-types', 'formats', 'audit'];
  const pages = await Promise.all(lists.map((list) => call<Listed>('GET', `/api/${list}?limit=1`)));
  const secrets = await call<{ secret: string }>('GET', `/api/webhooks/${webhookId}/secret`);
  return {
    call,
    eventId,
    names: {
      '/api/webhooks': [webhookId, `${uid}-webhook-1`],
      '/api/events': [eventId],
      '/api/deliveries': [deliveryId],
      '/deliveries': [deliveryId],
      '/api/keys': [keyId],
      '/api/event-types': [`${type}.1`],
      '/api/formats': [`${uid}.1`],
      '/api/tenants': [tenantId, uid],
    },
    queries: {
      cursor: pages.map(({ body }) => body.next_cursor ?? ''),
      webhook_id: [webhookId, `${uid}-webhook-1`],
      event_id: [eventId],
      event_type: [type],
      type: [type],
      tag: [tag],
      actor: [own.id],
      object_id: [webhookId, deliveryId, `${type}.1`, `${uid}.1`],
    },
    marks: [
      uid,
      tenantId,
      secrets.body.secret,
      ...ids.webhooks,
      ...ids.events,
      ...ids.deliveries,
      ...ids.keys,
      own.id,
    ],
  };
}

interface Things {
  readonly type: string;
  readonly tag: string;
  readonly webhooks: readonly string[];
  readonly events: readonly string[];
  readonly deliveries: readonly string[];
  readonly keys: readonly string[];
}

/** Two of everything; each of the events is delivered to each of the webhooks. */
async function makeThings(call: Caller, uid: string, url: string): Promise<Things> {
  const create = async (path: string, body: object): Promise<string> =>
    String((await call('POST', path, { body })).body.id);
  const [type, tag] = [`${uid}.type`, `${uid}-tag`];
  const webhooks: string[] = [];
  const events: string[] = [];
  const keys: string[] = [];
  for (const number of [1, 2]) {
    webhooks.push(await create('/api/webhooks', { uid: `${uid}-webhook-${number}`, url, events: [type] }));
    await call('PUT', `/api/event-types/${type}.${number}`, { body: {} });
    await call('PUT', `/api/formats/${uid}.${number}`, { body: {} });
    keys.push(await create('/api/keys', { name: `${uid}-key`, scopes: ['read'] }));
  }
  for (const number of [1, 2])
    events.push(await create('/api/events', { type, tags: [tag], data: { number } }));
  const deliveries = await eventually(`all of ${uid} is delivered`, async () => {
    const { body } = await call<Listed>('GET', '/api/deliveries?status=delivered');
    return body.data.length === 4 && body.data.map(({ id }) => id);
  });
  return { type, tag, webhooks, events, deliveries, keys };
}
