import { describe, expect, it } from '@jest/globals';
import { FAILPOINTS, PLACED_FAULTS } from './failpoints/failpoint.ts';
import { runFailpoint } from './failpoints/run-failpoint.ts';

/** Short, since most of a case is waiting for its end; the cases wait beside each other. */
const LEASE_MS = 1_000;
const EVENTS = 6;
const CASES = PLACED_FAULTS.flatMap((fault) => FAILPOINTS.map((failpoint) => ({ fault, failpoint })));

describe('a fault at a boundary loses nothing that was acknowledged', () => {
  it.concurrent.each(CASES)(
    '$fault at "$failpoint"',
    async ({ fault, failpoint }) => {
      const report = await runFailpoint({ fault, failpoint, leaseMs: LEASE_MS, events: EVENTS });
      expect(report.violations).toEqual([]);
      expect(report.received).toBeGreaterThanOrEqual(report.published * 2);
    },
    60_000,
  );
});
