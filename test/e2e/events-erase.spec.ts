import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canDump, dump, readAllRows } from '../support/database-dump.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface DeliveryAnswer {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
}

/** Long enough to stand outside of its row, and unlike anything that compresses to another text. */
const secretOf = (name: string): string => `${name}-${Math.random().toString(36).slice(2)}`;

let app: TestApp;
let echo: Receiver;
let failing: Receiver;
let silent: Server;
let held: { request: IncomingMessage; response: ServerResponse } | undefined;

beforeAll(async () => {
  app = await startTestApp();
  echo = await startReceiver(({ body }) => {
    const headers = { 'X-Echo': body.toString().slice(0, 500) };
    return { status: 200, body: body.toString(), headers };
  });
  failing = await startReceiver(({ body }) => ({ status: 500, body: body.toString() }));
  silent = createServer((request, response) => {
    held = { request, response };
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await app.close();
  for (const receiver of [echo, failing]) await receiver.close();
  silent.closeAllConnections();
  silent.close();
});

async function subscribe(type: string, url: string, more: object = {}): Promise<void> {
  const created = await app.post('/api/webhooks', { url, events: [type], ...more });
  expect(created.status).toBe(201);
}

async function publish(body: object): Promise<string> {
  const published = await app.post('/api/events', body);
  expect(published.status).toBe(202);
  return (published.body as { id: string }).id;
}

const deliveriesOf = async (id: string): Promise<readonly DeliveryAnswer[]> =>
  ((await app.get(`/api/events/${id}/deliveries`)).body as { data: DeliveryAnswer[] }).data;

async function reach(id: string, statuses: readonly string[]): Promise<readonly DeliveryAnswer[]> {
  const wanted = statuses.toSorted().join();
  return await eventually(`the deliveries of ${id} are ${wanted}`, async () => {
    const found = await deliveriesOf(id);
    return (
      found
        .map(({ status }) => status)
        .toSorted()
        .join() === wanted && found
    );
  });
}

/** Of every table, the system's too, and of a dump, where there is a program for it. */
async function readEverything(): Promise<string> {
  const rows = await readAllRows(app.database);
  return (await canDump(app.database)) ? rows + (await dump(app.database)) : rows;
}

/** A marker in all that a publisher says, large data that stands outside of its row included. */
async function publishMarked(type: string, more: object = {}): Promise<{ id: string; marker: string }> {
  const marker = secretOf('marker');
  const long = Array.from({ length: 2_000 }, () => secretOf('filler')).join(' ');
  const data = { long, marker, nested: { [marker]: marker } };
  const trace = {
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    tracestate: `of=${marker}`,
  };
  return { marker, id: await publish({ type, data, tags: [marker, 'eu'], ...trace, ...more }) };
}

const erase = (id: string) => app.post(`/api/events/${id}/erase`);

async function sweep(): Promise<void> {
  await app.database.query('update event_revisits set due_at = now()');
  await app.duties.sweepErasedEvents();
}

describe('200', () => {
  it('leaves nothing of the data anywhere, whatever has become of its deliveries', async () => {
    const type = 'erased.everywhere';
    await subscribe(type, echo.url);
    await subscribe(type, echo.url, { mode: 'shadow' });
    await subscribe(type, failing.url, { retry: { schedule_ms: [86_400_000] } });
    await subscribe(type, failing.url, { retry: { max_attempts: 1 } });
    const { id, marker } = await publishMarked(type, { idempotency_key: 'a-key' });
    await reach(id, ['delivered', 'shadowed', 'retrying', 'dead_letter']);
    expect(await readEverything()).toContain(marker);

    const erased = await erase(id);
    expect(erased.status).toBe(200);
    expect(erased.body).toEqual({
      id,
      erased_at: expect.stringMatching(/Z$/) as unknown,
      cancelled_deliveries: 1,
      in_progress_deliveries: 0,
    });
    expect(await readEverything()).not.toContain(marker);
    const rows = await reach(id, ['delivered', 'shadowed', 'cancelled', 'dead_letter']);
    expect(rows.find(({ status }) => status === 'cancelled')).toMatchObject({ reason: 'event_erased' });
  });

  it('erases what is answered to a request that was under way, once it has been recorded', async () => {
    const type = 'erased.underway';
    const { port } = silent.address() as AddressInfo;
    await subscribe(type, `http://127.0.0.1:${port}/`);
    const { id, marker } = await publishMarked(type);
    const { response } = await eventually('the request is there', () => held);
    expect((await erase(id)).body).toMatchObject({ cancelled_deliveries: 0, in_progress_deliveries: 1 });
    await sweep();
    response.writeHead(200, { 'X-Echo': marker }).end(`You said ${marker}.`);
    await reach(id, ['delivered']);
    await sweep();
    expect(await readEverything()).not.toContain(marker);
    const [looks] = await app.database.query<{ due: boolean }>(
      `select due_at > now() + interval '50 minutes' as due from event_revisits`,
    );
    expect(looks).toEqual({ due: true }); // once more, an hour after it was erased
    await app.database.query(`update event_revisits set since = now() - interval '2 hours'`);
    await sweep();
    expect(await app.database.query('select * from event_revisits')).toEqual([]);
  });

  it('keeps a scheduled event from being delivered at all', async () => {
    const type = 'erased.scheduled';
    await subscribe(type, echo.url);
    const deliverAt = new Date(Date.now() + 3_600_000).toISOString();
    const { id, marker } = await publishMarked(type, { deliver_at: deliverAt });
    expect((await erase(id)).status).toBe(200);
    expect(await readEverything()).not.toContain(marker);
    expect(await app.database.query('select * from outbox')).toEqual([]);
  });

  it('answers a repetition alike, and records it once, without any data', async () => {
    const { id } = await publishMarked('erased.twice');
    const [first, second] = [await erase(id), await erase(id)];
    expect(second.body).toEqual(first.body);
    const audit = await app.get(`/api/audit?object_id=${id}`);
    expect(audit.body).toMatchObject({
      data: [{ action: 'event.erased', object_name: 'erased.twice', changes: {} }],
    });
  });

  it('answers a repeated publish with the erased event, whatever its body says now', async () => {
    const key = 'erased-key';
    const { id } = await publishMarked('erased.repeated', { idempotency_key: key });
    const { erased_at: erasedAt } = (await erase(id)).body as { erased_at: string };
    const again = await app.post('/api/events', {
      type: 'erased.repeated',
      data: { again: true },
      idempotency_key: key,
    });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toMatchObject({ id, tags: [], erased_at: erasedAt });
    expect((await app.get(`/api/events/${id}`)).body).toMatchObject({ data: null });
    const [{ published } = { published: '' }] = await app.database.query<{ published: string }>(
      `select publish('erased.repeated', '{"again":true}'::json, idempotency_key => $1) as published`,
      [key],
    );
    expect(published).toBe(id);
  });

  it('leaves rows that every reader still answers', async () => {
    const type = 'erased.read';
    await subscribe(type, echo.url);
    const { id, marker } = await publishMarked(type);
    const [delivery] = await reach(id, ['delivered']);
    const path = `/api/deliveries/${delivery?.id ?? ''}`;
    await erase(id);
    expect((await app.get(`/api/deliveries?q=${marker}`)).body).toMatchObject({ data: [] });
    expect((await app.get(`/api/events?type=${type}`)).body).toMatchObject({ data: [{ id, tags: [] }] });
    const shown = (await app.get(path)).body as { attempts: { id: string }[] };
    expect(shown).toMatchObject({
      status: 'delivered',
      tags: [],
      attempts: [{ response_status: 200, response_body: null, request_headers: {} }],
    });
    const attempt = await app.get(`/api/attempts/${shown.attempts[0]?.id ?? ''}`);
    expect(attempt.body).toMatchObject({ curl: null, response_body: null });
    const exported = await app.get(`/api/deliveries?event_id=${id}`).set('Accept', 'application/x-ndjson');
    expect(exported.status).toBe(200);
    expect(exported.text).not.toContain(marker);
    expect((await app.post(`${path}/retry`)).body).toMatchObject({
      status: 409,
      detail: 'The event of this delivery has lost its data.',
    });
    const replay = { mode: 'all', filter: { event_id: id }, dry_run: true };
    expect((await app.post('/api/replays', replay)).status).toBe(200);
    expect((await app.post('/api/events/explain', { event_id: id })).status).toBe(200);
    expect((await app.post(`/api/events/${id}/cancel`)).status).toBe(409);
  });
});

it('answers 404 for an event that is not there', async () => {
  expect((await erase('evt_01k9z3c5t8e5m9v6q2w4x7y8za')).status).toBe(404);
});
