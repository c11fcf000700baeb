import { describe, expect, it } from '@jest/globals';
import type { KnownKey } from '../bearer-access.ts';
import { KeyMemory } from './key-memory.ts';

const KEY: KnownKey = {
  id: 'a',
  tenantId: null,
  name: 'a key',
  scopes: ['read'],
  secretHash: new Uint8Array(32),
  previousSecretHash: null,
  previousSecretExpiresAt: null,
  expiresAt: null,
  revokedAt: null,
};

/** A memory over rows that answer when they are told to. */
function remember() {
  const clock = { now: 0 };
  const reads: { id: string; resolve: (key: KnownKey | null) => void; reject: (error: Error) => void }[] = [];
  const memory = new KeyMemory<KnownKey>({
    read: async (id) =>
      await new Promise((resolve, reject) => {
        reads.push({ id, resolve, reject });
      }),
    now: () => clock.now,
  });
  return { clock, reads, memory };
}

describe('KeyMemory', () => {
  it('reads a key once for all requests of less than a second, counted from the beginning of the reading', async () => {
    const { clock, reads, memory } = remember();
    const first = memory.find('a');
    clock.now = 749;
    const second = memory.find('a');
    reads[0]?.resolve(KEY);
    expect([await first, await second]).toEqual([KEY, KEY]);
    clock.now = 750;
    const third = memory.find('a');
    reads[1]?.resolve(null);
    expect(await third).toBeNull();
    expect(reads.map(({ id }) => id)).toEqual(['a', 'a']);
  });

  it('does not share a reading that began too long ago, though it has not ended', async () => {
    const { clock, reads, memory } = remember();
    const slow = memory.find('a');
    clock.now = 5_000;
    const fresh = memory.find('a');
    reads[1]?.resolve(null);
    reads[0]?.resolve(KEY);
    expect([await slow, await fresh]).toEqual([KEY, null]);
    expect(await memory.find('a')).toBeNull();
  });

  it('remembers that there is no such key, and each key apart', async () => {
    const { reads, memory } = remember();
    const [none, some] = [memory.find('none'), memory.find('a')];
    reads[0]?.resolve(null);
    reads[1]?.resolve(KEY);
    expect([await none, await some, await memory.find('none')]).toEqual([null, KEY, null]);
    expect(reads).toHaveLength(2);
  });

  it('reads again what has changed, and what could not be read', async () => {
    const { reads, memory } = remember();
    const failing = memory.find('a');
    reads[0]?.reject(new Error('gone'));
    await expect(failing).rejects.toThrow('gone');
    const read = memory.find('a');
    reads[1]?.resolve(KEY);
    await read;
    memory.forget('a');
    void memory.find('a');
    expect(reads).toHaveLength(3);
  });
});
