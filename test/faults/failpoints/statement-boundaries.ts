import type pg from 'pg';
import { FINISH_OUTBOX } from '../../../src/engine/fan-out/sql/fan-out.ts';
import { PUBLISH_EVENTS } from '../../../src/engine/publish/sql/publish-events.ts';
import { CLAIM_DUE } from '../../../src/engine/queue/sql/claim-due.ts';
import { COMPLETE } from '../../../src/engine/queue/sql/complete.ts';
import { PROMOTE } from '../../../src/engine/queue/sql/promote.ts';
import type { Failpoint } from './failpoint.ts';

/** The boundaries that lie on either side of a statement. */
interface StatementBoundaries {
  readonly sent: Failpoint | null;
  readonly answered: Failpoint | null;
  /** Whether there was anything to do: of rounds that find nothing, nothing can be lost. */
  readonly hasWorked: (result: pg.QueryResult) => boolean;
}

/** How a commit is known: by what was the last statement before it on its connection. */
const COMMIT_OF_FAN_OUT = `commit after ${FINISH_OUTBOX.name}`;

const hasRows = ({ rowCount }: pg.QueryResult): boolean => (rowCount ?? 0) > 0;
const always = (): boolean => true;
const hasPromoted = ({ rows }: pg.QueryResult<{ promoted: number }>): boolean => (rows[0]?.promoted ?? 0) > 0;

const BOUNDARIES: ReadonlyMap<string, StatementBoundaries> = new Map<string, StatementBoundaries>([
  [PUBLISH_EVENTS.name, { sent: 'publish sent', answered: 'publish committed', hasWorked: always }],
  [FINISH_OUTBOX.name, { sent: null, answered: 'fan-out not committed', hasWorked: hasRows }],
  [COMMIT_OF_FAN_OUT, { sent: 'fan-out commit sent', answered: 'fan-out committed', hasWorked: always }],
  [COMPLETE.name, { sent: 'record sent', answered: 'recorded', hasWorked: always }],
  [PROMOTE.name, { sent: 'promote sent', answered: 'promoted', hasWorked: hasPromoted }],
  ...Object.values(CLAIM_DUE).map(({ name }): [string, StatementBoundaries] => [
    name,
    { sent: 'claim sent', answered: 'claimed', hasWorked: hasRows },
  ]),
]);

/**
 * @param query as it was handed to the driver
 * @param before what was run before it on the same connection, by its name
 * @returns its name, and what lies on either side of it
 */
export function recognise(
  query: unknown,
  before: string,
): { name: string; boundaries: StatementBoundaries | undefined } {
  const name = nameOf(query);
  const known = name === 'commit' ? `commit after ${before}` : name;
  return { name, boundaries: BOUNDARIES.get(known) };
}

function nameOf(query: unknown): string {
  if (typeof query === 'string') return query;
  if (typeof query === 'object' && query !== null && 'name' in query) return String(query.name);
  return '';
}
