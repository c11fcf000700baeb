import { describe, expect, it } from '@jest/globals';
import { runCountedDeliveries } from './scenarios/counted-deliveries.ts';

const OPTIONS = { leaseMs: 2_000, requestsPerSecond: 20, rounds: 2, seed: 1, say: () => undefined };
const DELIVERIES = 800;

/** 20,000 of them are counted by `npm run faults`. */
describe('statistics while workers are killed and counting is cut off', () => {
  it('are those of the rows', async () => {
    const report = await runCountedDeliveries(OPTIONS, DELIVERIES);
    expect(report.violations).toEqual([]);
    expect(report).toMatchObject({ published: DELIVERIES / 2, received: DELIVERIES, lost: 0 });
  }, 240_000);
});
