import type pg from 'pg';
import type { TestDatabase } from './test-database.ts';

/** A node of a plan as Postgres writes it (EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)). */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Heap Fetches'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface WatchedPlan {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

/** Has the server tell the plan of each statement of its next connections, as it ran: custom or generic, whichever it chose. */
export async function tellPlans(database: TestDatabase, superuser: pg.Pool): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
  };
  for (const [setting, value] of Object.entries(settings)) {
    await superuser.query(`alter database ${name} set ${setting} = '${value}'`);
  }
}

/** The plans of what the pool's connections have run, by a word of the statement's text; a look forgets them. */
export class PlanWatch {
  private plans: WatchedPlan[] = [];

  constructor(pool: pg.Pool) {
    pool.on('connect', (client) => {
      client.on('notice', ({ message = '' }) => {
        const start = message.indexOf('{');
        if (message.includes('plan:') && start !== -1) {
          this.plans.push(JSON.parse(message.slice(start)) as WatchedPlan);
        }
      });
    });
  }

  /** All nodes of each plan, the root first. */
  take(text: string): PlanNode[][] {
    const chosen = this.plans.filter((plan) => plan['Query Text'] === text);
    this.plans = this.plans.filter((plan) => plan['Query Text'] !== text);
    return chosen.map(({ Plan }) => nodesOf(Plan));
  }
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** Rows that the scans of a table looked at, found or not. */
export function rowsRead(nodes: readonly PlanNode[], table: string): number {
  return nodes
    .filter((node) => isScanOf(node, table))
    .reduce((sum, node) => {
      const removed = node['Rows Removed by Filter'] ?? 0;
      return sum + node['Actual Loops'] * (node['Actual Rows'] + removed);
    }, 0);
}

/** How a table is read, partitions included. */
export function scansOf(nodes: readonly PlanNode[], table: string): string[] {
  return nodes.filter((node) => isScanOf(node, table)).map((node) => node['Node Type']);
}

/** The most rows that any sort of the plan took in. */
export function rowsSorted(nodes: readonly PlanNode[]): number {
  const sorts = nodes.filter((node) => node['Node Type'].includes('Sort'));
  return Math.max(0, ...sorts.flatMap(({ Plans = [] }) => Plans.map((input) => input['Actual Rows'])));
}

export function buffersTouched([root]: readonly PlanNode[]): number {
  return (root?.['Shared Hit Blocks'] ?? 0) + (root?.['Shared Read Blocks'] ?? 0);
}

function isScanOf(node: PlanNode, table: string): boolean {
  return node['Node Type'].includes('Scan') && (node['Relation Name']?.startsWith(table) ?? false);
}
