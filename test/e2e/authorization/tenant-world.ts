import { ADMIN_KEY, callerWith, makeKey, type Caller } from '../../support/callers.ts';
import { eventually } from '../../support/eventually.ts';
import { addTenant } from '../../support/second-tenant.ts';
import type { TestApp } from '../../support/test-app.ts';

interface Listed {
  readonly data: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

interface WithAttempts {
  readonly attempts: readonly { readonly id: string }[];
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

interface MadeRows {
  readonly webhookIds: readonly string[];
  readonly eventIds: readonly string[];
  readonly deliveryIds: readonly string[];
  /** Of the first delivery. */
  readonly attemptIds: readonly string[];
  readonly keyIds: readonly string[];
  readonly replayIds: readonly string[];
  /** Each has received two requests. */
  readonly inboxIds: readonly string[];
}

export async function makeWorld({ app, uid, url }: WorldOrigin): Promise<TenantWorld> {
  const admin = callerWith(app, ADMIN_KEY);
  await addTenant(app, uid);
  const own = await makeKey(admin, ['admin'], { tenant: uid });
  const call = callerWith(app, own.key);
  const rows = await makeRows(call, uid, url);
  const { webhookIds, eventIds, deliveryIds, attemptIds, keyIds, replayIds, inboxIds } = rows;
  const [webhookId = ''] = webhookIds;
  const [eventId = ''] = eventIds;
  const [deliveryId = ''] = deliveryIds;

  const [type, webhookUid] = [`${uid}.type`, `${uid}-webhook-1`];
  const tenantId = String((await admin('GET', `/api/tenants/${uid}`)).body.id);
  const secrets = await call<{ secret: string }>('GET', `/api/webhooks/${webhookId}/secret`);
  const made = [webhookIds, eventIds, deliveryIds, attemptIds, keyIds, replayIds, inboxIds].flat();
  return {
    call,
    eventId,
    names: {
      '/api/webhooks': [webhookId, webhookUid],
      '/api/events': [eventId],
      '/api/deliveries': [deliveryId],
      '/deliveries': [deliveryId],
      '/api/replays': replayIds.slice(0, 1),
      '/api/attempts': attemptIds,
      '/api/inboxes': inboxIds.slice(0, 1),
      '/api/keys': keyIds.slice(0, 1),
      '/api/event-types': [`${type}.1`],
      '/api/formats': [`${uid}.1`],
      '/api/tenants': [tenantId, uid],
    },
    queries: {
      cursor: await findCursors(call),
      webhook_id: [webhookId, webhookUid],
      event_id: [eventId],
      event_type: [type],
      replay_id: replayIds,
      type: [type],
      tag: [`${uid}-tag`],
      actor: [own.id],
      q: [deliveryId, ...attemptIds, eventId, webhookId, webhookUid, type, `${uid}-tag`, url],
      object_id: [webhookId, deliveryId, `${type}.1`, `${uid}.1`],
    },
    marks: [uid, secrets.body.secret, tenantId, own.id, ...made],
  };
}

async function makeRows(call: Caller, uid: string, url: string): Promise<MadeRows> {
  const create = async (path: string, body: object): Promise<string> =>
    String((await call('POST', path, { body })).body.id);
  const type = `${uid}.type`;
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
    eventIds.push(await create('/api/events', { type, tags: [`${uid}-tag`], data: { number } }));
  const deliveryIds = await eventually(`all of ${uid} is delivered`, async () => {
    const { body } = await call<Listed>('GET', '/api/deliveries?status=delivered');
    return body.data.length === 4 && body.data.map(({ id }) => id);
  });
  const replayIds = await makeReplays(call, uid, eventIds);
  const { body } = await call<WithAttempts>('GET', `/api/deliveries/${deliveryIds[0] ?? ''}`);
  const attemptIds = body.attempts.map(({ id }) => id);
  const inboxIds = await makeInboxes(call, uid);
  return { webhookIds, eventIds, deliveryIds, attemptIds, keyIds, replayIds, inboxIds };
}

/** Two, with two requests each that hold the tenant's uid. */
async function makeInboxes(call: Caller, uid: string): Promise<string[]> {
  const inboxIds: string[] = [];
  for (const number of [1, 2]) {
    const made = await call<{ id: string; url: string }>('POST', '/api/inboxes', {
      body: { name: `${uid}-inbox-${number}` },
    });
    for (const body of ['first', 'second'])
      await fetch(made.body.url, { method: 'POST', body: `${uid} ${body}` });
    inboxIds.push(made.body.id);
  }
  return inboxIds;
}

/** One for each event, whose deliveries have been sent once more when it answers. */
async function makeReplays(call: Caller, uid: string, eventIds: readonly string[]): Promise<string[]> {
  const replayIds: string[] = [];
  for (const id of eventIds) {
    const body = { filter: { event_id: id }, mode: 'all' };
    replayIds.push(String((await call('POST', '/api/replays', { body })).body.id));
  }
  await eventually(`all of ${uid} is delivered again`, async () => {
    const replays = await call<{ data: { status: string }[] }>('GET', '/api/replays');
    const delivered = await call<{ data: { attempt_count: number }[] }>(
      'GET',
      '/api/deliveries?status=delivered',
    );
    return (
      replays.body.data.every(({ status }) => status === 'completed') &&
      delivered.body.data.filter(({ attempt_count: count }) => count === 2).length === 4
    );
  });
  return replayIds;
}

/** Of every list. */
async function findCursors(call: Caller): Promise<string[]> {
  const named = ['event-types', 'formats', 'keys', 'webhooks'];
  const lists = [...named, 'audit', 'deliveries', 'events', 'inboxes', 'replays'];
  const pages = await Promise.all(lists.map((list) => call<Listed>('GET', `/api/${list}?limit=1`)));
  return pages.map(({ body }) => body.next_cursor ?? '');
}
