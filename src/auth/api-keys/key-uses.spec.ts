import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { KeyUses } from './key-uses.ts';

const LOG = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function keep() {
  const writes: (readonly string[])[] = [];
  const state = { isBroken: false };
  const uses = new KeyUses({
    write: async (ids) => {
      writes.push(ids);
      await Promise.resolve();
      if (state.isBroken) throw new Error('gone');
    },
    log: LOG,
    now: () => Date.now(),
  });
  return { uses, writes, state };
}

describe('KeyUses', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes keys of the same second together, and each at most once a minute', async () => {
    const { uses, writes } = keep();
    for (const id of ['a', 'b', 'a']) uses.note(id);
    expect(writes).toEqual([]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(writes).toEqual([['a', 'b']]);
    await jest.advanceTimersByTimeAsync(59_000);
    uses.note('a');
    uses.note('c');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(writes.slice(1)).toEqual([['c']]);
    uses.note('a');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(writes.slice(2)).toEqual([['a']]);
  });

  it('writes at the end what is gathered, once, and nothing where there is nothing', async () => {
    const { uses, writes } = keep();
    uses.note('a');
    await uses.flush();
    await uses.flush();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(writes).toEqual([['a']]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('writes with its next use what could not be written', async () => {
    const { uses, writes, state } = keep();
    state.isBroken = true;
    uses.note('a');
    await jest.advanceTimersByTimeAsync(1_000);
    state.isBroken = false;
    uses.note('a');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(writes).toEqual([['a'], ['a']]);
  });
});
