import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { runWalk } from '../../src/database/walk.ts';
import { everythingOf, type DeliveryFilter } from '../../src/deliveries/sql/branches.ts';
import { findPage } from '../../src/deliveries/sql/find-page.ts';
import { PAGE_LIMIT_DEFAULT, type Cursor } from '../../src/http/pagination.ts';
import { addDeliveryHistory, type DeliveryHistory } from '../support/delivery-history.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { median } from './percentiles.ts';
import { scaled } from './scale.ts';

/** Of the tenant whose pages are read; as many more are another's. */
const DELIVERIES = scaled(100_000, 1_000);
const PAGES_EACH = 41;
/** Shares of the history that lie before a page. */
export const DEPTHS = [0, 0.5, 0.99] as const;

const SHAPES = [
  { name: '2 % of them waiting', liveShare: 0.02 },
  { name: 'all of them waiting', liveShare: 1 },
] as const;

export interface ListFilter {
  readonly name: string;
  readonly filter: Partial<DeliveryFilter>;
  /** No index has the rows alone: at most 20,000 are read for a page (docs/search.md). */
  readonly isWalk?: true;
}

interface Explained {
  readonly 'Planning Time': number;
  readonly 'Execution Time': number;
}

/** The section of the document: what a page costs the server, by filter and depth. */
export async function measureListPages(): Promise<string> {
  const tables: string[] = [];
  for (const { name, liveShare } of SHAPES) {
    const rows = await measureShape(liveShare);
    tables.push(`${name}:\n\n${toTable(rows)}`);
  }
  const introduction = [
    `What a page of ${PAGE_LIMIT_DEFAULT} deliveries costs the server, planning included, of ${DELIVERIES} of one tenant beside`,
    `as many of another one; median and slowest of ${PAGES_EACH} pages, ms, by how many of the deliveries lie before the page.`,
  ];
  return [introduction.join('\n'), ...tables].join('\n\n');
}

async function measureShape(liveShare: number): Promise<string[][]> {
  const database = await createTestDatabase();
  const pool = openPool(database.url);
  try {
    const history = await addDeliveryHistory(
      database,
      2 * DELIVERIES,
      Math.round(2 * DELIVERIES * liveShare),
    );
    await database.query('vacuum analyze');
    const rows: string[][] = [];
    for (const { name, filter } of filtersOf(history)) {
      const row = [name];
      for (const depth of DEPTHS) {
        const times = await measurePages(pool, history, filter, depth);
        row.push(`${median(times).toFixed(1)} / ${Math.max(...times).toFixed(1)}`);
      }
      console.log(row.join('  '));
      rows.push(row);
    }
    return rows;
  } finally {
    await pool.end();
    await database.drop();
  }
}

export function filtersOf({ ids, webhookIds, eventIds }: DeliveryHistory, type = 'type.3'): ListFilter[] {
  const middle = { from: ids[Math.floor(ids.length * 0.001)] ?? null, before: ids.at(-1) ?? null };
  return [
    { name: 'none', filter: {} },
    { name: 'status=delivered', filter: { statuses: new Set(['delivered']) } },
    { name: 'status=failed', filter: { statuses: new Set(['retrying', 'dead_letter']) } },
    { name: 'status=dead_letter', filter: { statuses: new Set(['dead_letter']) } },
    { name: 'webhook_id', filter: { webhookId: webhookIds[7] ?? null } },
    { name: 'event_id', filter: { eventId: eventIds[Math.floor(eventIds.length / 2)] ?? null } },
    { name: 'event_type', filter: { eventType: type } },
    { name: 'error_type', filter: { errorTypes: new Set(['http_status']) }, isWalk: true },
    { name: 'response_status=5xx', filter: { responseStatuses: new Set([500, 502, 503]) }, isWalk: true },
    {
      name: 'q, the URL of three webhooks',
      filter: { search: { kind: 'webhooks', ids: webhookIds.slice(6, 9) } },
      isWalk: true,
    },
    {
      name: 'q, a type or a tag',
      filter: { search: { kind: 'word', word: type, webhookIds: [] } },
      isWalk: true,
    },
    { name: 'created_after, created_before', filter: { ids: middle } },
  ];
}

/** What pages beside each other at one depth take, in both directions in turns, in ms. */
export async function measurePages(
  pool: pg.Pool,
  { ids }: Pick<DeliveryHistory, 'ids'>,
  filter: Partial<DeliveryFilter>,
  depth: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < PAGES_EACH; n += 1) {
    const place = Math.floor(ids.length * (1 - depth)) - 1 - n * PAGE_LIMIT_DEFAULT;
    const direction: Cursor['direction'] = n % 2 === 0 ? 'next' : 'prev';
    const cursor = depth === 0 && n === 0 ? undefined : { direction, id: ids[Math.max(0, place)] ?? '' };
    times.push(await explainMs(pool, filter, cursor));
  }
  return times;
}

/** What a page takes the server, planning included, in ms. */
export async function explainMs(
  pool: pg.Pool,
  asked: Partial<DeliveryFilter>,
  cursor: Cursor | undefined,
): Promise<number> {
  const filter = { ...everythingOf(DEFAULT_TENANT), ...asked };
  const query = findPage(filter, { limit: PAGE_LIMIT_DEFAULT, cursor });
  if (query === null) return 0;
  const explained = { ...query, text: `explain (analyze, timing off, format json) ${query.text}` };
  const [row] = await runWalk<{ 'QUERY PLAN': [Explained] }>(pool, filter.tenantId, explained);
  const times = row?.['QUERY PLAN'][0];
  return times === undefined ? 0 : times['Planning Time'] + times['Execution Time'];
}

function toTable(rows: readonly string[][]): string {
  const head = ['filter', ...DEPTHS.map((depth) => `${depth * 100} %`)];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function openPool(url: string): pg.Pool {
  const session = { schema: 'posthorn', role: 'app', applicationName: 'lists' } as const;
  const limits = { connectionsMax: 1, statementTimeoutMs: 30_000, lockTimeoutMs: 2_000 };
  return createPool(url, { ...session, ...limits, isPlannerPinned: false }, () => undefined);
}
