import { toPublicId } from '../../../src/domain/ids.ts';
import { addDeliveries, nextId, type RowStatus } from '../../support/delivery-rows.ts';
import type { TestApp } from '../../support/test-app.ts';
import type { KnownTexts } from './schema-arbitrary.ts';

const STATUSES: readonly RowStatus[] = [
  ...(['pending', 'in_progress', 'retrying', 'delivered', 'dead_letter', 'cancelled', 'shadowed'] as const),
];

/** None of them waits for long. */
const PREFERENCES = [
  'wait=0',
  'wait=1',
  'count=exact',
  'count="exact"',
  'respond-async',
  'wait=0, count=exact',
];

/**
 * Adds some rows of each kind, so that requests meet what is there.
 * @param path whose `{id}` is mostly the id of its own kind
 * @param mark sets the rows apart from those of other calls
 */
export async function addKnownRows(app: TestApp, path: string, mark: string): Promise<KnownTexts> {
  const webhooks = await addWebhooks(app, mark);
  const events = await addEvents(app, mark);
  const ids = await addDeliveries(
    app.database,
    [...STATUSES, ...STATUSES].map((status) => ({ status })),
  );
  const named = { webhooks, events, deliveries: ids.map((id) => toPublicId('delivery', id)) };
  const kind = /(\w+)\/\{/.exec(path)?.[1] ?? '';
  const own = kind in named ? named[kind as keyof typeof named] : [];
  const others = Object.values(named).map(([first]) => first ?? '');
  return {
    id: [...own, ...own, ...others, toPublicId('event', nextId())],
    webhook_id: webhooks,
    event_id: events,
    type: [`${mark}.1`],
    event_type: [`${mark}.1`],
    tag: [mark],
    created_after: [new Date(Date.now() - 86_400_000).toISOString()],
    cursor: await readCursors(app),
    Prefer: PREFERENCES,
    'If-Match': ['*', '*', '"1"', '"a", W/"b"'],
    'If-None-Match': ['"1"', '"1"', '*'],
    'Posthorn-Tenant': [...Array.from({ length: 9 }, () => 'default'), 'unknown'],
  };
}

async function addWebhooks(app: TestApp, mark: string): Promise<string[]> {
  const names: string[] = [];
  for (const number of [1, 2, 3, 4]) {
    const body = { url: 'http://127.0.0.1:1/', uid: `${mark}.${number}`, events: [`${mark}.*`] };
    const answer = await app.post('/api/webhooks', body);
    const { id, uid } = answer.body as { id: string; uid: string };
    names.push(id, uid);
  }
  return names;
}

async function addEvents(app: TestApp, mark: string): Promise<string[]> {
  const events = [1, 2].map((number) => ({ type: `${mark}.${number}`, data: { number }, tags: [mark] }));
  const answer = await app.post('/api/events/batch', { events });
  return (answer.body as { data: { id: string }[] }).data.map(({ id }) => id);
}

async function readCursors(app: TestApp): Promise<string[]> {
  const answers = await Promise.all(
    ['deliveries', 'events', 'webhooks'].map((list) => app.get(`/api/${list}?limit=1`)),
  );
  return answers.map(({ body }) => (body as { next_cursor: string }).next_cursor);
}
