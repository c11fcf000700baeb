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
  const call = callerWith(app, (await makeKey(admin, ['admin'], { tenant: uid })).key);
  const create = async (path: string, body: object): Promise<string> =>
    String((await call('POST', path, { body })).body.id);

  const [type, tag] = [`${uid}.type`, `${uid}-tag`];
  const webhookIds: string[] = [];
  const eventIds: string[] = [];
  const keyIds: string[] = [];
  for (const number of [1, 2]) {
    webhookIds.push(await create('/api/webhooks', { uid: `${uid}-webhook-${number}`, url, events: [type] }));
    await call('PUT', `/api/event-types/${type}.${number}`, { body: {} });
    await call('PUT', `/api/formats/${uid}.${number}`, { body: {} });
    keyIds.push(await create('/api/keys', { name: `${uid}-key`, scopes: ['read'] }));
  }
  for (const number of [1, 2])
    eventIds.push(await create('/api/events', { type, tags: [tag], data: { number } }));
  const deliveryIds = await eventually(`all of ${uid} is delivered`, async () => {
    const { body } = await call<Listed>('GET', '/api/deliveries?status=delivered');
    return body.data.length === 4 && body.data.map(({ id }) => id);
  });

  const tenantId = String((await admin('GET', `/api/tenants/${uid}`)).body.id);
  const lists = ['webhooks', 'events', 'deliveries', 'keys', 'event-types', 'formats'];
  const pages = await Promise.all(lists.map((list) => call<Listed>('GET', `/api/${list}?limit=1`)));
  const secrets = await call<{ secret: string }>('GET', `/api/webhooks/${webhookIds[0] ?? ''}/secret`);
  return {
    call,
    eventId: eventIds[0] ?? '',
    names: {
      '/api/webhooks': [webhookIds[0] ?? '', `${uid}-webhook-1`],
      '/api/events': [eventIds[0] ?? ''],
      '/api/deliveries': [deliveryIds[0] ?? ''],
      '/deliveries': [deliveryIds[0] ?? ''],
      '/api/keys': [keyIds[0] ?? ''],
      '/api/event-types': [`${type}.1`],
      '/api/formats': [`${uid}.1`],
      '/api/tenants': [tenantId, uid],
    },
    queries: {
      cursor: pages.map(({ body }) => body.next_cursor ?? ''),
      webhook_id: [webhookIds[0] ?? '', `${uid}-webhook-1`],
      event_id: [eventIds[0] ?? ''],
      event_type: [type],
      type: [type],
      tag: [tag],
    },
    marks: [uid, tenantId, secrets.body.secret, ...webhookIds, ...eventIds, ...deliveryIds, ...keyIds],
  };
}
