import type { DeadLetter } from '../../api/dead-letters.ts';
import type { ReplayFilter } from '../../api/replays.ts';

/** Dead letters of one webhook that failed alike, as far as they have been read. */
export interface DeadLetterGroup {
  readonly key: string;
  readonly webhookId: string;
  readonly errorType: DeadLetter['last_error_type'];
  /** Of the answers; null where the error is of another kind than a status. */
  readonly responseStatus: number | null;
  /** Why they were given up, each once. */
  readonly reasons: readonly string[];
  readonly newest: DeadLetter;
  readonly oldest: DeadLetter;
  readonly readCount: number;
  /** What matches all of the group and nothing else; null where the API has no filter for it. */
  readonly filter: GroupFilter | null;
}

export type GroupFilter = Pick<ReplayFilter, 'webhook_id' | 'error_type' | 'response_status'>;

/** By webhook and by what the last attempt failed with, the largest first. @param rows newest first */
export function groupDeadLetters(rows: readonly DeadLetter[]): DeadLetterGroup[] {
  const groups = new Map<string, DeadLetter[]>();
  for (const row of rows) {
    const key = [row.webhook_id, row.last_error_type ?? `none:${row.reason ?? ''}`, statusOf(row) ?? ''].join(
      ' ',
    );
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups]
    .flatMap(([key, members]) => toGroup(key, members))
    .sort((left, right) => right.readCount - left.readCount);
}

function toGroup(key: string, rows: readonly DeadLetter[]): DeadLetterGroup[] {
  const [newest] = rows;
  const oldest = rows.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  const responseStatus = statusOf(newest);
  return [
    {
      key,
      webhookId: newest.webhook_id,
      errorType: newest.last_error_type,
      responseStatus,
      reasons: [...new Set(rows.flatMap(({ reason }) => (reason === null ? [] : [reason])))],
      newest,
      oldest,
      readCount: rows.length,
      filter: filterOf(newest.webhook_id, newest.last_error_type, responseStatus),
    },
  ];
}

/** Other errors may have come with a status too, which is not what failed. */
function statusOf({ last_error_type: errorType, last_response_status: status }: DeadLetter): number | null {
  return errorType === 'http_status' ? status : null;
}

function filterOf(
  webhookId: string,
  errorType: DeadLetter['last_error_type'],
  status: number | null,
): GroupFilter | null {
  if (errorType === null) return null;
  const byStatus = status === null ? {} : { response_status: String(status) };
  return { webhook_id: webhookId, error_type: errorType, ...byStatus };
}

/**
 * What a replay of the group is filled in with. Where no filter matches it alone, it is narrowed to its webhook and its time, and the
 * count will show what else there is.
 */
export function replaySearch({ filter, webhookId, newest, oldest }: DeadLetterGroup): Record<string, string> {
  if (filter !== null) return { ...filter };
  const end = new Date(Date.parse(newest.created_at) + 1).toISOString();
  return { webhook_id: webhookId, created_after: oldest.created_at, created_before: end };
}
