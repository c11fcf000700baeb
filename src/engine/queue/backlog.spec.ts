import { describe, expect, it } from '@jest/globals';
import { Backlog } from './backlog.ts';
import type { QueuedWebhook } from './claim-limits.ts';

const webhook = (id: string): QueuedWebhook => ({ id, tenantId: 't', maxInFlight: 10 });
const [A, B] = ['a', 'b'].map(webhook) as [QueuedWebhook, QueuedWebhook];
const everything = (): boolean => true;
const ten = (): number => 10;
const claimed = (one: QueuedWebhook, count: number): QueuedWebhook[] =>
  Array.from({ length: count }, () => one);

describe('the backlog', () => {
  it('knows what was left in the queue until a later look has found nothing more of it', () => {
    const backlog = new Backlog();
    backlog.add(A);
    expect([backlog.has(A.id), backlog.has(B.id), backlog.isEmpty]).toEqual([true, false, false]);
    backlog.endLook({ number: backlog.startLook(), covers: everything, limitOf: ten, claimed: [] });
    expect(backlog.isEmpty).toBe(true);
  });

  it('keeps what was left while a look was under way: the look may not have seen it', () => {
    const backlog = new Backlog();
    const number = backlog.startLook();
    backlog.add(A);
    backlog.endLook({ number, covers: everything, limitOf: ten, claimed: [] });
    expect(backlog.has(A.id)).toBe(true);
  });

  it('keeps a webhook that had no room, of which a look takes nothing whatever waits', () => {
    const backlog = new Backlog();
    backlog.add(A);
    const look = { covers: everything, limitOf: () => 0, claimed: [] };
    backlog.endLook({ ...look, number: backlog.startLook() });
    expect(backlog.has(A.id)).toBe(true);
  });

  it('keeps what a look did not come to', () => {
    const backlog = new Backlog();
    backlog.add(A);
    backlog.add(B);
    const look = { covers: (id: string) => id === A.id, limitOf: ten, claimed: [] };
    backlog.endLook({ ...look, number: backlog.startLook() });
    expect([backlog.has(A.id), backlog.has(B.id)]).toEqual([false, true]);
  });

  it('learns from a claim that takes all it may that more may wait, and from a smaller one that none does', () => {
    const backlog = new Backlog();
    const look = { covers: everything, limitOf: ({ id }: QueuedWebhook) => (id === A.id ? 6 : 10) };
    backlog.endLook({
      ...look,
      number: backlog.startLook(),
      claimed: [...claimed(A, 6), ...claimed(B, 9)],
    });
    expect([backlog.has(A.id), backlog.has(B.id)]).toEqual([true, false]);
    backlog.endLook({ ...look, number: backlog.startLook(), claimed: claimed(A, 5) });
    expect(backlog.has(A.id)).toBe(false);
  });

  it('takes the last webhook of a claim that was cut short for one of which more waits', () => {
    const backlog = new Backlog();
    const look = { covers: (id: string) => id !== B.id, limitOf: ten };
    backlog.endLook({
      ...look,
      number: backlog.startLook(),
      claimed: [...claimed(A, 1), ...claimed(B, 1)],
    });
    expect([backlog.has(A.id), backlog.has(B.id)]).toEqual([false, true]);
  });
});
