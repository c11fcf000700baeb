import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toPublicId } from '../../src/domain/ids.ts';
import { addDeliveries, nextId } from '../support/delivery-rows.ts';
import { addEvents } from '../support/event-rows.ts';
import { eventually } from '../support/eventually.ts';
import { addFinished } from '../support/export-rows.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';
import { createWebhook } from '../support/test-sends.ts';
import type { PageBody } from '../support/walk-pages.ts';

const CSV = 'text/csv';
const NDJSON = 'application/x-ndjson';
const MANY = 100_000;
const MIB = 1_048_576;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
beforeEach(async () => {
  await app.database.query('truncate live_deliveries, finished_deliveries');
});
afterAll(() => app.close());

async function download(path: string, accept: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${app.url}${path}`, { headers: { Accept: accept, ...headers } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, `${accept}; charset=utf-8`]);
  return await response.text();
}

const parseLines = (text: string): { id: string }[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: string });

/** Where a field of a line of CSV ends, and the next begins (RFC 4180). */
const FIELD = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/gy;

function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(FIELD)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

/** A value of JSON, as a field of a line. */
function toCell(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

describe('200', () => {
  it('is what the pages hold, a line each, in their order', async () => {
    await addDeliveries(app.database, [
      { status: 'delivered', responseStatus: 200, tags: ['a', 'b'] },
      { status: 'dead_letter', errorType: 'http_status', responseStatus: 503 },
      { status: 'retrying', errorType: 'dns_error' },
      { status: 'pending' },
    ]);
    const page = (await app.get('/api/deliveries')).body as PageBody;
    expect(page.data).toHaveLength(4);
    for (const path of ['/api/deliveries', '/deliveries']) {
      expect(parseLines(await download(path, NDJSON))).toEqual(page.data);
      const [names = [], ...rows] = parseCsv(await download(path, CSV));
      expect(names).toEqual(Object.keys(page.data[0] ?? {}));
      const cells = page.data.map((delivery) =>
        Object.values(delivery).map((value: unknown) => toCell(value)),
      );
      expect(rows).toEqual(cells);
    }
  });

  it('has a name, and is kept by nobody', async () => {
    const response = await fetch(`${app.url}/api/deliveries`, { headers: { Accept: CSV } });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="deliveries.csv"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(parseCsv(await response.text())).toHaveLength(1);
    expect(await download('/api/deliveries', NDJSON)).toBe('');
  });

  it('takes the filters of the list', async () => {
    const { id: webhook } = await createWebhook(app, { url: 'https://example.com/', uid: 'exported' });
    const [eventId = ''] = await addEvents(app.database, [{}]);
    const ids = await addDeliveries(app.database, [
      { status: 'dead_letter', eventType: 'wanted', eventId, tags: ['vip'] },
      { status: 'delivered', eventType: 'wanted' },
      { status: 'retrying', eventType: 'other' },
    ]);
    const [wanted = '', delivered = '', retrying = ''] = ids.map((id) => toPublicId('delivery', id));
    const event = toPublicId('event', eventId);
    const listed = async (path: string): Promise<string[]> =>
      parseLines(await download(path, NDJSON)).map(({ id }) => id);
    expect(await listed('/api/deliveries?status=failed')).toEqual([retrying, wanted]);
    expect(await listed('/api/deliveries?event_type=wanted')).toEqual([delivered, wanted]);
    expect(await listed('/api/deliveries?q=vip')).toEqual([wanted]);
    expect(await listed(`/api/events/${event}/deliveries`)).toEqual([wanted]);
    expect(await listed(`/api/webhooks/${webhook}/deliveries`)).toEqual([]);
  });

  it('holds nothing of another tenant', async () => {
    const tenantId = await addTenant(app, 'acme');
    const [own = '', other = ''] = await addDeliveries(app.database, [
      { status: 'delivered' },
      { status: 'delivered', tenantId },
    ]);
    expect(parseLines(await download('/api/deliveries', NDJSON))).toMatchObject([
      { id: toPublicId('delivery', own) },
    ]);
    const theirs = await download('/api/deliveries', NDJSON, { 'Posthorn-Tenant': 'acme' });
    expect(parseLines(theirs)).toMatchObject([{ id: toPublicId('delivery', other) }]);
  });

  it.each(['=1+1', '+1', '-1', '@sum', '\u{ff1d}1', '=cmd|"/c calc"!A1'])(
    'gives a spreadsheet no formula: %s',
    async (text) => {
      await addDeliveries(app.database, [{ status: 'delivered', eventType: text, tags: [text, 'b,"c"'] }]);
      const [names = [], row = []] = parseCsv(await download('/api/deliveries', CSV));
      const cell = (name: string): string => row[names.indexOf(name)] ?? '';
      expect(cell('event_type')).toBe(`'${text}`);
      expect(JSON.parse(cell('tags'))).toEqual([text, 'b,"c"']);
      for (const one of row) expect(one).not.toMatch(/^[=+\-@\t\r\uff1d]/);
    },
  );

  it('is answered to HEAD without rows', async () => {
    const response = await fetch(`${app.url}/api/deliveries`, { method: 'HEAD', headers: { Accept: CSV } });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, `${CSV}; charset=utf-8`]);
    expect(await response.text()).toBe('');
  });

  it('meets each delivery once while others come, move and finish', async () => {
    await addFinished(app.database, 20_000);
    const response = await fetch(`${app.url}/api/deliveries`, { headers: { Accept: NDJSON } });
    const reader = response.body?.getReader();
    const chunks = [await reader?.read()];
    // To the queue, and from nowhere: both above what has been read.
    await app.database.query(
      `update finished_deliveries set completed_at = now() where event_type = 'bench'`,
    );
    await addDeliveries(app.database, [{ status: 'pending' }, { status: 'delivered' }]);
    for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read())
      chunks.push(chunk);
    const text = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk?.value ?? []))).toString();
    const ids = parseLines(text).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([20_000, 20_000]);
  });
});

describe('memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heapMib = (): number => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / MIB;
  };

  it('does not grow with what is exported, nor with what its reader leaves', async () => {
    await addFinished(app.database, MANY);
    const response = await fetch(`${app.url}/api/deliveries`, { headers: { Accept: NDJSON } });
    let [lines, bytes, peak, next] = [0, 0, 0, 0];
    const before = heapMib();
    for await (const chunk of response.body ?? []) {
      const read = Buffer.from(chunk as Uint8Array);
      bytes += read.length;
      for (const byte of read) if (byte === 10) lines += 1;
      if (bytes < next) continue;
      next += 4 * MIB;
      peak = Math.max(peak, heapMib() - before);
    }
    expect(lines).toBe(MANY);
    // Both ends are in this process.
    expect(bytes / MIB).toBeGreaterThan(40);
    expect(peak).toBeLessThan(15);
  });
});

describe('a client that goes', () => {
  const activeWalks = async (): Promise<number> => {
    const [row] = await app.database.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and query like '%branch_0%' and pid <> pg_backend_pid() and state <> 'idle'`,
    );
    return row?.count ?? 0;
  };

  it('ends its export, and makes room for another', async () => {
    await addFinished(app.database, 50_000);
    const gone: AbortController[] = [];
    for (let n = 0; n < 4; n += 1) {
      const controller = new AbortController();
      gone.push(controller);
      const headers = { Accept: NDJSON };
      await fetch(`${app.url}/api/deliveries`, { headers, signal: controller.signal });
    }
    const fifth = await app.get('/api/deliveries').set('Accept', CSV);
    expect(fifth.body).toMatchObject({ status: 429, code: 'rate_limited' });
    // Pages are not held back.
    expect((await app.get('/api/deliveries')).status).toBe(200);
    for (const controller of gone) controller.abort();
    await eventually(
      'there is room',
      async () => (await app.get('/api/deliveries').set('Accept', CSV)).status === 200,
    );
    await eventually('nothing runs for them', async () => (await activeWalks()) === 0);
    expect(app.complaints).toEqual([]);
  });

  it('is broken off when the process stops, so that nobody takes it for whole', async () => {
    const other = await startTestAppOn(app.database, { POSTHORN_ROLE: 'api' });
    await addFinished(app.database, 100_000);
    const response = await fetch(`${other.url}/api/deliveries`, { headers: { Accept: NDJSON } });
    const [reading] = await Promise.allSettled([response.text(), other.close()]);
    expect(reading.status).toBe('rejected');
  });
});

describe('404', () => {
  it('for an event or a webhook that the tenant has not', async () => {
    for (const path of [
      '/api/webhooks/nobody/deliveries',
      `/api/events/${toPublicId('event', nextId())}/deliveries`,
    ]) {
      const answer = await app.get(path).set('Accept', CSV);
      expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
    }
  });
});

describe('422', () => {
  it.each(['limit=10', 'cursor=AQAAAAAAAAAAAAAAAAAAAAAA', 'status=lost'])('for %s', async (query) => {
    const answer = await app.get(`/api/deliveries?${query}`).set('Accept', NDJSON);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: query.split('=')[0] }] });
  });
});
