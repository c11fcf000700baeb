/** A node of a plan as Postgres writes it (EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)). */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** A node and all below it, the root first. */
export function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** Rows that the scans of a table, or all of the nodes, looked at, found or not. */
export function rowsRead(nodes: readonly PlanNode[], table?: string): number {
  return nodes
    .filter((node) => table === undefined || isScanOf(node, table))
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
