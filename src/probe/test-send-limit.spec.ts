import { describe, expect, it } from '@jest/globals';
import { TestSendLimit } from './test-send-limit.ts';

describe('the limit of test sends', () => {
  it('lets a tenant do what the quota says, and no more', async () => {
    const limit = new TestSendLimit(3);
    const decisions = [];
    for (let count = 0; count < 5; count += 1) decisions.push(await limit.count('a'));
    expect(decisions.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, false, false]);
    expect(decisions.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0, 0]);
    for (const { quota, windowSeconds, resetMs } of decisions) {
      expect({ quota, windowSeconds }).toEqual({ quota: 3, windowSeconds: 60 });
      expect(resetMs).toBeGreaterThan(50_000);
      expect(resetMs).toBeLessThanOrEqual(60_000);
    }
  });

  it('counts each tenant on its own', async () => {
    const limit = new TestSendLimit(1);
    expect((await limit.count('a')).isAllowed).toBe(true);
    expect((await limit.count('b')).isAllowed).toBe(true);
    expect((await limit.count('a')).isAllowed).toBe(false);
  });

  it('is whole again in the next window, which refused requests do not put off', async () => {
    const limit = new TestSendLimit(1, 1);
    const startedAt = performance.now();
    await limit.count('a');
    let decision = await limit.count('a');
    expect(decision.isAllowed).toBe(false);
    while (!decision.isAllowed && performance.now() - startedAt < 5_000) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      decision = await limit.count('a');
    }
    expect(decision).toMatchObject({ isAllowed: true, remaining: 0 });
    expect(performance.now() - startedAt).toBeGreaterThan(990);
  });
});
