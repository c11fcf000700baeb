import { describe, expect, it } from '@jest/globals';
import { Coalescer, OverloadError, type CoalescerParts } from './coalescer.ts';

type Parts = CoalescerParts<number, number>;

const BAD = -1;

/** Runs that end when they are told to; each answers its items doubled, and fails as a whole where one is bad. */
function startCoalescer(runsMax: number, deliveriesEach = 1, more: Partial<Parts> = {}) {
  const runs: { items: readonly number[]; end: () => void }[] = [];
  const coalescer = new Coalescer<number, number>({
    run: async (items) => {
      await new Promise<void>((end) => runs.push({ items, end }));
      if (items.includes(BAD)) throw new Error('bad');
      return items.map((item) => 2 * item);
    },
    sizeOf: (items) => ({ events: items.length, deliveries: items.length * deliveriesEach, characters: 0 }),
    isOfOneItem: (error) => error instanceof Error && error.message === 'bad',
    runsMax,
    isShared: true,
    waitingMax: { events: 100, deliveries: 100_000, characters: 1_000 },
    patienceMs: 60_000,
    ...more,
  });
  const endAll = async (): Promise<void> => {
    // Runs that begin meanwhile are ended too.
    for (const { end } of runs) {
      end();
      await new Promise(setImmediate);
    }
  };
  return { coalescer, endAll, itemsOf: () => runs.map(({ items }) => items) };
}

const turn = async (): Promise<void> => {
  await new Promise(setImmediate);
};

describe('callers that wait at the same moment', () => {
  it('go together when they come in one turn', async () => {
    const { coalescer, endAll, itemsOf } = startCoalescer(2);
    const calls = [[1], [2, 3]].map(async (items) => await coalescer.submit(items));
    expect(itemsOf()).toEqual([]);
    await turn();
    expect(itemsOf()).toEqual([[1, 2, 3]]);
    await endAll();
    expect(await Promise.all(calls)).toEqual([[2], [4, 6]]);
  });

  it('wait for nobody while runs are free, and go together once they are not', async () => {
    const { coalescer, endAll, itemsOf } = startCoalescer(2);
    const calls: Promise<number[]>[] = [];
    for (const items of [[1], [2], [3], [4, 5]]) {
      calls.push(coalescer.submit(items));
      await turn();
    }
    expect(itemsOf()).toEqual([[1], [2]]);
    await endAll();
    expect(itemsOf()).toEqual([[1], [2], [3, 4, 5]]);
    expect(await Promise.all(calls)).toEqual([[2], [4], [6], [8, 10]]);
  });

  it('share no more than a statement carries', async () => {
    const { coalescer, endAll, itemsOf } = startCoalescer(1, 2_000);
    const calls = [[1], [2, 3], [4], [5]].map(async (items) => await coalescer.submit(items));
    await turn();
    await endAll();
    expect(itemsOf()).toEqual([[1], [2, 3], [4, 5]]);
    expect(await Promise.all(calls)).toEqual([[2], [4, 6], [8], [10]]);
  });

  it('do not fail for what another of them brought', async () => {
    const { coalescer, endAll, itemsOf } = startCoalescer(1);
    const calls = [[1], [2], [BAD], [3]].map(async (items) => await coalescer.submit(items));
    const ended = Promise.allSettled(calls);
    await turn();
    await endAll();
    expect(itemsOf()).toEqual([[1, 2, BAD, 3], [1], [2], [BAD], [3]]);
    expect((await ended).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('all fail where it is nobody’s fault: whether something was done is not known', async () => {
    const failure = new Error('connection lost');
    const { coalescer } = startCoalescer(1, 1, {
      run: async (items) => (items.length === 1 ? [items.length] : await Promise.reject(failure)),
      isOfOneItem: () => false,
    });
    const alone = await Promise.allSettled([coalescer.submit([1])]);
    const together = [[2], [3]].map(async (items) => await coalescer.submit(items));
    const results = [...alone, ...(await Promise.allSettled(together))];
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});

describe('callers that wait', () => {
  const sized = (characters: number) => (items: readonly number[]) => ({
    events: items.length,
    deliveries: 0,
    characters: items.length * characters,
  });

  it('are no more than may, in number', async () => {
    const waitingMax = { events: 3, deliveries: 100, characters: 100 };
    const { coalescer, endAll, itemsOf } = startCoalescer(1, 1, { waitingMax });
    const running = coalescer.submit([1]);
    await turn();
    const calls = [running, ...[[2], [3, 4]].map(async (items) => await coalescer.submit(items))];
    await expect(coalescer.submit([5])).rejects.toBeInstanceOf(OverloadError);
    await endAll();
    expect(await Promise.all(calls)).toEqual([[2], [4], [6, 8]]);
    // There is room again, and nothing of what was refused was done.
    const later = coalescer.submit([6]);
    await turn();
    await endAll();
    expect(await later).toEqual([12]);
    expect(itemsOf()).toEqual([[1], [2, 3, 4], [6]]);
  });

  it('nor in size, but for one that is larger alone', async () => {
    const waitingMax = { events: 100, deliveries: 100, characters: 100 };
    const { coalescer, endAll } = startCoalescer(1, 1, { waitingMax, sizeOf: sized(101) });
    const running = coalescer.submit([1]);
    await turn();
    const calls = [running, coalescer.submit([2])];
    await expect(coalescer.submit([3])).rejects.toBeInstanceOf(OverloadError);
    await endAll();
    expect(await Promise.all(calls)).toEqual([[2], [4]]);
  });

  it('nor for longer than is sensible, while what runs is waited for', async () => {
    const { coalescer, endAll, itemsOf } = startCoalescer(1, 1, { patienceMs: 20 });
    const running = coalescer.submit([1]);
    await turn();
    const waiting = await Promise.allSettled([coalescer.submit([2]), coalescer.submit([3])]);
    for (const result of waiting)
      expect(result).toMatchObject({ reason: expect.any(OverloadError) as unknown });
    await endAll();
    expect(await running).toEqual([2]);
    expect(itemsOf()).toEqual([[1]]);
  });

  it('get a run each where they do not share', async () => {
    const { coalescer, endAll, itemsOf } = startCoalescer(1, 1, { isShared: false });
    const calls = [[1], [2], [3]].map(async (items) => await coalescer.submit(items));
    await turn();
    await endAll();
    expect(await Promise.all(calls)).toEqual([[2], [4], [6]]);
    expect(itemsOf()).toEqual([[1], [2], [3]]);
  });
});
