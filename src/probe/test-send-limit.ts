import type { Uuid } from '../domain/ids.ts';
import type { RateLimitState } from '../domain/rate-limit-state.ts';
import { run, type Queryable } from '../engine/statement.ts';
import { COUNT_TEST_SEND, type TestSendRow } from './sql/count-test-send.ts';

export interface RateLimitDecision extends RateLimitState {
  readonly isAllowed: boolean;
}

const NAME = 'test-sends';
const WINDOW_SECONDS = 60;

/** How many test sends a tenant may ask for, at all processes together: the database counts. */
export class TestSendLimit {
  constructor(
    private readonly db: Queryable,
    private readonly quota: number,
    private readonly windowSeconds = WINDOW_SECONDS,
  ) {}

  /** Counts one request of the tenant, a refused one too; the window begins with its first request. */
  async count(tenantId: Uuid): Promise<RateLimitDecision> {
    const { db, quota, windowSeconds } = this;
    const [row] = await run<TestSendRow>(db, COUNT_TEST_SEND, [tenantId, windowSeconds]);
    if (row === undefined) throw new Error('a test send was counted in no row');
    const { sends, reset_ms: resetMs } = row;
    const remaining = Math.max(0, quota - sends);
    return { isAllowed: sends <= quota, name: NAME, quota, windowSeconds, remaining, resetMs };
  }
}
