import { describe, expect, it } from '@jest/globals';
import { Backlog } from './backlog.ts';

const [A, B] = ['a', 'b'];
const NOTHING = new Map<string, number>();
const everything = (): boolean => true;
const claimed = (webhookId: string, count: number, maxInFlight: number) =>
  Array.from({ length: count }, () => ({ webhookId, maxInFlight }));

describe('the backlog', () => {
  it('knows what was left in the queue until a later look has found nothing more of it', () => {
    const backlog = new Backlog();
    backlog.add(A, 10);
    expect([backlog.has(A), backlog.has(B), backlog.isEmpty]).toEqual([true, false, false]);
    backlog.endLook({ number: backlog.startLook(), covers: everything, inFlight: NOTHING, claimed: [] });
    expect(backlog.isEmpty).toBe(true);
  });

  it('keeps what was left while a look was under way: the look may not have seen it', () => {
    const backlog = new Backlog();
    const number = backlog.startLook();
    backlog.add(A, 10);
    backlog.endLook({ number, covers: everything, inFlight: NOTHING, claimed: [] });
    expect(backlog.has(A)).toBe(true);
  });

  it('keeps a webhook whose share was full, of which a look takes nothing whatever waits', () => {
    const backlog = new Backlog();
    backlog.add(A, 10);
    const look = { covers: everything, inFlight: new Map([[A, 10]]), claimed: [] };
    backlog.endLook({ ...look, number: backlog.startLook() });
    expect(backlog.has(A)).toBe(true);
  });

  it('keeps what a look did not come to', () => {
    const backlog = new Backlog();
    backlog.add(A, 10);
    backlog.add(B, 10);
    const look = { covers: (id: string) => id === A, inFlight: NOTHING, claimed: [] };
    backlog.endLook({ ...look, number: backlog.startLook() });
    expect([backlog.has(A), backlog.has(B)]).toEqual([false, true]);
  });

  it('learns from a claim that fills a share that more may wait, and from a smaller one that none does', () => {
    const backlog = new Backlog();
    const look = { covers: everything, inFlight: new Map([[A, 4]]) };
    backlog.endLook({
      ...look,
      number: backlog.startLook(),
      claimed: [...claimed(A, 6, 10), ...claimed(B, 9, 10)],
    });
    expect([backlog.has(A), backlog.has(B)]).toEqual([true, false]);
    backlog.endLook({ ...look, number: backlog.startLook(), claimed: claimed(A, 5, 10) });
    expect(backlog.has(A)).toBe(false);
  });

  it('takes the last webhook of a claim that was cut short for one of which more waits', () => {
    const backlog = new Backlog();
    const look = { covers: (id: string) => id !== B, inFlight: NOTHING };
    backlog.endLook({
      ...look,
      number: backlog.startLook(),
      claimed: [...claimed(A, 1, 10), ...claimed(B, 1, 10)],
    });
    expect([backlog.has(A), backlog.has(B)]).toEqual([false, true]);
  });
});
