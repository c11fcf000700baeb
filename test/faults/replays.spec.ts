import { describe, expect, it } from '@jest/globals';
import { runReplayedDeadLetters } from './scenarios/replayed-dead-letters.ts';

const OPTIONS = { leaseMs: 2_000, requestsPerSecond: 20, rounds: 1, seed: 1, say: () => undefined };
const DEAD_LETTERS = 240;

/** 10,000 of them are replayed by `npm run faults`. */
describe('a replay whose process is killed half-way', () => {
  it('sends each once more but for what was in flight, and never goes back', async () => {
    const report = await runReplayedDeadLetters(OPTIONS, { count: DEAD_LETTERS, ratePerSecond: 40 });
    expect(report.violations).toEqual([]);
    expect(report).toMatchObject({ published: DEAD_LETTERS, received: DEAD_LETTERS, lost: 0 });
  }, 240_000);
});
