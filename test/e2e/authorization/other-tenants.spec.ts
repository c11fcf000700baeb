import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallAnswer } from '../../support/callers.ts';
import { API_DOCUMENT, OPERATIONS, type PlacedOperation } from '../../support/api-contract.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { exampleBody } from '../openapi/plain-request.ts';
import { ACCESS_TABLE } from './access-table.ts';
import { WITH_TOKENS } from './callers-of-every-kind.ts';
import { makeWorld, type TenantWorld } from './tenant-world.ts';

let app: TestApp;
let receiver: Receiver;
/** Whose rows are asked for. */
let owner: TenantWorld;
/** Who asks, and may do everything in a tenant of their own. */
let stranger: TenantWorld;
/** Who may do as much elsewhere, and has never named anything of the owner's: its audit log tells nothing of it. */
let visitor: TenantWorld;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp({ ...WITH_TOKENS, POSTHORN_ROLE: 'all' });
  owner = await makeWorld({ app, uid: 'the-owner', url: `${receiver.url}the-owner` });
  stranger = await makeWorld({ app, uid: 'a-stranger', url: `${receiver.url}a-stranger` });
  visitor = await makeWorld({ app, uid: 'a-visitor', url: `${receiver.url}a-visitor` });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const isOutsideTenants = ({ operation }: PlacedOperation): boolean =>
  ACCESS_TABLE[operation.operationId as keyof typeof ACCESS_TABLE].needsEveryTenant === true;
const isPublic = ({ operation }: PlacedOperation): boolean => operation.security.length === 0;
const hasPlace = ({ path }: PlacedOperation): boolean => path.includes('{');
const isRead = ({ method }: PlacedOperation): boolean => method === 'get';

/** The addresses of an operation for each way that what it is about can be named. */
function addressesIn({ names }: TenantWorld, { path }: PlacedOperation): string[] {
  const kind = path.split('/{')[0] ?? '';
  return (names[kind] ?? []).map((name) => path.replace(/\{\w+\}/, name));
}

const bodyOf = ({ operation }: PlacedOperation): { body?: string } => {
  const body = exampleBody(operation)?.replaceAll(/https:[^"]+/g, receiver.url);
  return body === undefined ? {} : { body };
};

function marksIn(answer: unknown): string[] {
  const text = JSON.stringify(answer);
  return owner.marks.filter((mark) => text.includes(mark));
}

/** Everything of the owner that could be changed, as the owner sees it. */
async function ownersView(): Promise<unknown[]> {
  const reads = OPERATIONS.filter((one) => isRead(one) && hasPlace(one) && !isOutsideTenants(one));
  const addresses = reads
    .flatMap((placed) => addressesIn(owner, placed))
    .filter((at) => !at.endsWith('/stats'));
  return await Promise.all(addresses.map(async (at) => ({ at, seen: (await owner.call('GET', at)).body })));
}

describe('an id of another tenant', () => {
  const placed = OPERATIONS.filter(hasPlace);

  it('is known for every address that takes one', () => {
    expect(placed.filter((one) => addressesIn(owner, one).length === 0)).toEqual([]);
  });

  it.each(placed.filter(isRead))('is found by its owner: $method $path', async (one) => {
    for (const address of addressesIn(owner, one)) {
      expect((await owner.call('GET', address)).status).toBe(isOutsideTenants(one) ? 403 : 200);
    }
  });

  it.each(placed)(
    'is nothing in an address, and what it names does not change: $method $path',
    async (one) => {
      const before = await ownersView();
      for (const address of addressesIn(owner, one)) {
        const answer = await stranger.call(one.method.toUpperCase(), address, bodyOf(one));
        // A name that nothing has in one's own tenant makes something there; an id makes nothing.
        const isOwnName = one.method === 'put' && !address.includes('/wh_');
        expect([address, answer.status]).toEqual([
          address,
          isOutsideTenants(one) ? 403 : isOwnName ? 201 : 404,
        ]);
        if (isOwnName) await stranger.call('DELETE', address);
        else expect(marksIn(answer.body)).toEqual([]);
      }
      expect(await ownersView()).toEqual(before);
    },
  );

  it('is nothing in Posthorn-Tenant', async () => {
    const inTenants = OPERATIONS.filter((one) => !isPublic(one) && !isOutsideTenants(one));
    for (const one of inTenants) {
      for (const tenant of owner.names['/api/tenants'] ?? []) {
        const [address = one.path] = addressesIn(owner, one);
        const headers = { 'Posthorn-Tenant': tenant };
        const answer = await stranger.call(one.method.toUpperCase(), address, { ...bodyOf(one), headers });
        expect([one.path, answer.status, answer.body.detail]).toEqual([
          one.path,
          404,
          'There is no such tenant.',
        ]);
      }
    }
    expect(inTenants.length).toBeGreaterThan(30);
  });

  const listing = OPERATIONS.filter((one) => isRead(one) && !isOutsideTenants(one) && !isPublic(one));
  const known = (one: PlacedOperation): string[] =>
    one.operation.parameters.flatMap(({ in: place, name = '' }) =>
      place === 'query' && name in owner.queries ? [name] : [],
    );

  it.each(listing)('leads nowhere in a query or a cursor: $path', async (one) => {
    const [address = one.path] = addressesIn(visitor, one);
    const queries = known(one).flatMap((name) =>
      (owner.queries[name] ?? []).map((value) => `?${name}=${encodeURIComponent(value)}`),
    );
    for (const query of ['', ...queries]) {
      const answer = await visitor.call('GET', address + query);
      expect([query, [200, 404].includes(answer.status), marksIn(answer.body)]).toEqual([query, true, []]);
    }
  });

  it('leads its owner somewhere in every query that is tried above', async () => {
    const tried = new Set(listing.flatMap(known));
    expect([...tried].toSorted()).toEqual(Object.keys(owner.queries).toSorted());
    for (const list of ['/api/deliveries', '/api/events', '/api/audit']) {
      const one = OPERATIONS.find(({ path, method }) => path === list && method === 'get');
      const names = one === undefined ? [] : known(one).filter((name) => name !== 'cursor');
      expect(names.length).toBeGreaterThan(1);
      for (const name of names) {
        const [value = ''] = owner.queries[name] ?? [];
        const answer = await owner.call('GET', `${list}?${name}=${encodeURIComponent(value)}`);
        expect([name, marksIn(answer.body).length > 0]).toEqual([name, true]);
      }
    }
  });

  it('stands in no other field of a body than is tried here', async () => {
    const { schemas } = (API_DOCUMENT as unknown as Components).components;
    const fields = Object.entries(schemas)
      .filter(([name]) => name.endsWith('Body'))
      .flatMap(([name, { properties = {} }]) => Object.keys(properties).map((field) => `${name}.${field}`));
    expect(fields.filter((field) => /[._](u?id|ids|tenants?)$/.test(field)).toSorted()).toEqual([
      'CloudEventBody.id',
      'CreateApiKeyBody.all_tenants',
      'CreateWebhookBody.uid',
      'ExplainPublishedEventBody.event_id',
      'ReplayFilterBody.event_id',
      'ReplayFilterBody.webhook_id',
      'TenantBody.uid',
      'UpdateWebhookBody.uid',
    ]);
    const explain = { body: { event_id: owner.eventId } };
    expect((await stranger.call('POST', '/api/events/explain', explain)).status).toBe(404);
    expect((await owner.call('POST', '/api/events/explain', explain)).status).toBe(200);
    for (const name of ['event_id', 'webhook_id']) {
      for (const value of owner.queries[name] ?? []) {
        const replay = { body: { filter: { [name]: value }, mode: 'failed', dry_run: true } };
        expect((await stranger.call('POST', '/api/replays', replay)).status).toBe(404);
        expect((await owner.call('POST', '/api/replays', replay)).status).toBe(200);
      }
    }
  });
});

describe('an idempotency key of another tenant', () => {
  const makers = OPERATIONS.filter(
    (one) =>
      !isOutsideTenants(one) &&
      one.operation.parameters.some(({ $ref, name }) =>
        /idempotency-?key/i.test(`${$ref ?? ''}${name ?? ''}`),
      ),
  );

  it('can be sent to all that make something', () => {
    expect(makers.map(({ operation }) => operation.operationId).toSorted()).toEqual([
      'createApiKey',
      'createEventType',
      'createFormat',
      'createInbox',
      'createReplay',
      'createWebhook',
      'publishEvent',
      'publishEvents',
    ]);
  });

  it.each(makers)('is one’s own key, which answers nothing of theirs: $path', async (one) => {
    const sent = { ...bodyOf(one), headers: { 'Idempotency-Key': `shared ${one.path}` } };
    const answers = [];
    for (const { call } of [owner, stranger, owner, stranger])
      answers.push(await call('POST', one.path, sent));
    expect(answers.map(({ status }) => status < 300)).toEqual([true, true, true, true]);
    const idOf = ({ body }: CallAnswer<Record<string, unknown>>): unknown =>
      body.id ?? (body.data as { id: string }[] | undefined)?.[0]?.id ?? body.created_at;
    const [first, others, again, othersAgain] = answers.map(idOf);
    expect(first).toBeDefined();
    expect([again, othersAgain]).toEqual([first, others]);
    expect(others).not.toBe(first);
    for (const answer of [answers[1], answers[3]]) expect(marksIn(answer?.body)).toEqual([]);
  });
});

describe('a name of another tenant', () => {
  it('can be one’s own: uids, types and idempotency keys', async () => {
    const body = { uid: 'the-name', url: receiver.url, events: ['nothing'] };
    const headers = { 'Idempotency-Key': 'the-key' };
    const made = await Promise.all(
      [owner, stranger].map(async ({ call }) => await call('POST', '/api/webhooks', { body, headers })),
    );
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect(made.map(({ headers: got }) => got.get('idempotent-replayed'))).toEqual([null, null]);
    expect(made[0]?.body.id).not.toBe(made[1]?.body.id);
    const events = await Promise.all(
      [owner, stranger].map(async ({ call }) => {
        const event = { type: 'a', data: {}, idempotency_key: 'the-key' };
        return (await call('POST', '/api/events', { body: event })).body.id;
      }),
    );
    expect(events[0]).not.toBe(events[1]);
  });
});

describe('an event', () => {
  it('goes to no webhook of another tenant, though it subscribed to the type', async () => {
    const event = { type: 'the-owner.type', data: { from: 'a stranger' } };
    const headers = { Prefer: 'wait=5' };
    const published = await stranger.call<{ id: string }>('POST', '/api/events', { body: event, headers });
    const explained = await stranger.call('POST', '/api/events/explain', { body: event });
    const deliveries = await stranger.call('GET', `/api/events/${published.body.id}/deliveries`);
    expect([marksIn(explained.body), marksIn(deliveries.body)]).toEqual([[], []]);
    // The owner's own event of the type comes after it, and is delivered.
    await owner.call('POST', '/api/events', { body: { ...event, data: { from: 'the owner' } }, headers });
    const bodies = receiver.requests
      .filter(({ path }) => path === '/the-owner')
      .map(({ body }) => body.toString());
    expect(bodies.filter((body) => body.includes('from":"the owner'))).toHaveLength(2);
    expect(bodies.filter((body) => body.includes('a stranger'))).toEqual([]);
  });
});

interface Components {
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>;
  };
}
