import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { opensCanary, sealCanary } from './canary.ts';
import { Keyring, parseEncodedKey } from './keyring.ts';
import { SealedTextError, type SealedPlace } from './sealed-text.ts';

const PLACE: SealedPlace = { tenantId: 'a', webhookId: 'b', column: 'webhooks.headers' };
const k1 = { id: 'k1', base64: Buffer.alloc(32, 1).toString('base64') };
const k2 = { id: 'k2', base64: Buffer.alloc(32, 2).toString('base64') };
const ring = (...keys: (typeof k1)[]): Keyring => new Keyring(keys, randomBytes);

describe('a keyring', () => {
  it('seals with its first key and opens with any', () => {
    const old = ring(k1).seal('text', PLACE);
    const both = ring(k2, k1);
    expect(both.seal('text', PLACE)).toEqual({
      keyId: 'k2',
      text: expect.stringMatching(/^ph1:k2:/) as unknown,
    });
    expect(both.open(old, PLACE)).toBe('text');
    expect(both.open(both.seal('text', PLACE), PLACE)).toBe('text');
    expect([both.firstId, both.has('k1'), both.has('k3')]).toEqual(['k2', true, false]);
  });

  it('refuses what a key sealed that it has not, or has other bytes of', () => {
    const { text, keyId } = ring(k1).seal('text', PLACE);
    for (const other of [ring(), ring(k2), ring({ ...k2, id: 'k1' })]) {
      expect(() => other.open({ text, keyId }, PLACE)).toThrow(SealedTextError);
    }
  });

  it('without keys stores a text as it is, and opens it whatever it looks like', () => {
    const none = ring();
    const looksSealed = ring(k1).seal('text', PLACE).text;
    for (const text of ['text', looksSealed]) {
      expect(none.seal(text, PLACE)).toEqual({ text, keyId: null });
      expect(ring(k1).open({ text, keyId: null }, PLACE)).toBe(text);
    }
  });
});

describe('a canary', () => {
  it('is opened by the key that sealed it, and by no other of its name', () => {
    const canary = sealCanary(ring(k1, k2));
    const stored = { text: canary?.canary ?? '', keyId: canary?.id ?? null };
    expect(stored.keyId).toBe('k1');
    expect(opensCanary(ring(k2, k1), stored)).toBe(true);
    for (const other of [ring(), ring(k2), ring({ ...k2, id: 'k1' })]) {
      expect(opensCanary(other, stored)).toBe(false);
    }
  });

  it('is not made without a key', () => {
    expect(sealCanary(ring())).toBeNull();
  });
});

describe('parseEncodedKey', () => {
  it('takes a name and the base64 of 32 bytes, padded or not', () => {
    expect(parseEncodedKey(`k1:${k1.base64}`)).toEqual(k1);
    expect(parseEncodedKey(`K_-9:${k1.base64.slice(0, -1)}`)).toEqual({
      id: 'K_-9',
      base64: k1.base64.slice(0, -1),
    });
  });

  it.each([
    '',
    k1.base64,
    `:${k1.base64}`,
    `k1:${k1.base64.slice(4)}`,
    `k1:AAAA${k1.base64}`,
    `k 1:${k1.base64}`,
    `${'k'.repeat(33)}:${k1.base64}`,
    `k1:${k1.base64.slice(0, -2)}F=`,
    `k1:${k1.base64}\n`,
    `k1:${Buffer.alloc(32, 0xff).toString('base64url')}`,
  ])('refuses %j', (text) => {
    expect(parseEncodedKey(text)).toBeNull();
  });
});
