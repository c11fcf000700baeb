import { describe, expect, it } from '@jest/globals';
import { createKeySecret, formatApiKey, hashKeySecret, isGoodSecret, parseApiKey } from './api-keys.ts';
import type { StoredKey } from './api-keys.ts';

const ID = '019c12f0-4e80-7000-8000-000000000001';
const SECRET = createKeySecret((size) => Buffer.alloc(size, 7));
const OLD_SECRET = createKeySecret((size) => Buffer.alloc(size, 8));
const NOW = Date.UTC(2026, 0, 31);
const LATER = new Date(NOW + 1);

const stored = (changes: Partial<StoredKey> = {}): StoredKey => ({
  secretHash: hashKeySecret(SECRET),
  previousSecretHash: null,
  previousSecretExpiresAt: null,
  expiresAt: null,
  revokedAt: null,
  ...changes,
});

describe('a key’s text', () => {
  const text = formatApiKey({ id: ID, secret: SECRET });

  it('holds its id and 256 bits of secret, and is read again', () => {
    expect(text).toMatch(/^ph_[0-9a-z]{26}_(07){32}$/);
    expect(parseApiKey(text)).toEqual({ id: ID, secret: SECRET });
  });

  it.each([
    '',
    'ph_',
    text.slice(0, -1),
    `${text}0`,
    ` ${text}`,
    `${text}\n`,
    text.toUpperCase(),
    text.replace('ph_', 'pk_'),
    text.replace(/_(\w{26})_/, (_all, id: string) => `_8${id.slice(1)}_`),
    text.replace(/_(\w{26})_/, (_all, id: string) => `_${id.slice(1)}u_`),
    `key_${text.slice(3)}`,
  ])('is none: %j', (other) => {
    expect(parseApiKey(other)).toBeNull();
  });
});

describe('isGoodSecret', () => {
  it('takes the secret and no other, and none of a key that is not there', () => {
    expect(isGoodSecret(stored(), SECRET, NOW)).toBe(true);
    expect(isGoodSecret(stored(), OLD_SECRET, NOW)).toBe(false);
    expect(isGoodSecret(stored(), '', NOW)).toBe(false);
    expect(isGoodSecret(null, SECRET, NOW)).toBe(false);
  });

  it('ends with expiry, to the millisecond, and with revocation', () => {
    expect(isGoodSecret(stored({ expiresAt: LATER }), SECRET, NOW)).toBe(true);
    expect(isGoodSecret(stored({ expiresAt: new Date(NOW) }), SECRET, NOW)).toBe(false);
    expect(isGoodSecret(stored({ revokedAt: LATER }), SECRET, NOW)).toBe(false);
  });

  it('takes the previous secret until its end, and never beyond the key’s', () => {
    const previous = { previousSecretHash: hashKeySecret(OLD_SECRET), previousSecretExpiresAt: LATER };
    expect(isGoodSecret(stored(previous), OLD_SECRET, NOW)).toBe(true);
    expect(isGoodSecret(stored(previous), SECRET, NOW)).toBe(true);
    expect(isGoodSecret(stored(previous), OLD_SECRET, NOW + 1)).toBe(false);
    expect(isGoodSecret(stored(previous), SECRET, NOW + 1)).toBe(true);
    for (const end of [{ expiresAt: new Date(NOW) }, { revokedAt: new Date(NOW) }]) {
      expect(isGoodSecret(stored({ ...previous, ...end }), OLD_SECRET, NOW)).toBe(false);
    }
  });
});
