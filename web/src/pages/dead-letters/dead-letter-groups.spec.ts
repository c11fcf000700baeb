import { describe, expect, it } from '@jest/globals';
import type { DeadLetter } from '../../api/dead-letters.ts';
import { groupDeadLetters, replaySearch } from './dead-letter-groups.ts';

let made = 0;

function deadLetter(fields: Partial<DeadLetter>): DeadLetter {
  made += 1;
  return {
    id: `dlv_${String(made)}`,
    webhook_id: 'wh_1',
    status: 'dead_letter',
    reason: 'exhausted',
    last_error_type: 'http_status',
    last_response_status: 503,
    created_at: new Date(1_000_000 - made * 1_000).toISOString(),
    ...fields,
  } as DeadLetter;
}

describe('groups of dead letters', () => {
  it('are by webhook and failure, the largest first, with their reasons', () => {
    const rows = [
      deadLetter({ last_error_type: 'timeout_error', last_response_status: null }),
      deadLetter({}),
      deadLetter({ reason: 'expired' }),
      deadLetter({ last_response_status: 500 }),
      deadLetter({ webhook_id: 'wh_2' }),
      deadLetter({}),
    ];
    const groups = groupDeadLetters(rows);
    expect(
      groups.map(({ webhookId, errorType, responseStatus, readCount }) => [
        webhookId,
        errorType,
        responseStatus,
        readCount,
      ]),
    ).toEqual([
      ['wh_1', 'http_status', 503, 3],
      ['wh_1', 'timeout_error', null, 1],
      ['wh_1', 'http_status', 500, 1],
      ['wh_2', 'http_status', 503, 1],
    ]);
    expect(groups[0]).toMatchObject({
      reasons: ['exhausted', 'expired'],
      newest: rows[1],
      oldest: rows[5],
      filter: { webhook_id: 'wh_1', error_type: 'http_status', response_status: '503' },
    });
  });

  it('are not divided by a status that is not what failed', () => {
    const rows = [
      deadLetter({ last_error_type: 'invalid_response', last_response_status: 200 }),
      deadLetter({ last_error_type: 'invalid_response', last_response_status: null }),
    ];
    const [group] = groupDeadLetters(rows);
    expect(group).toMatchObject({
      readCount: 2,
      filter: { webhook_id: 'wh_1', error_type: 'invalid_response' },
    });
  });

  it('that were never tried are replayed by their webhook and their time', () => {
    const never = { last_error_type: null, last_response_status: null, reason: 'expired' };
    const rows = [
      deadLetter({ ...never, created_at: '2026-01-31T12:00:00.000Z' }),
      deadLetter({ ...never, created_at: '2026-01-31T11:00:00.000Z' }),
    ];
    const [group] = groupDeadLetters(rows);
    expect(group?.filter).toBeNull();
    expect(group === undefined ? null : replaySearch(group)).toEqual({
      webhook_id: 'wh_1',
      created_after: '2026-01-31T11:00:00.000Z',
      created_before: '2026-01-31T12:00:00.001Z',
    });
  });
});
