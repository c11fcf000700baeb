import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSigningKey, decodeSigningKey, publicKeyOf } from './signing-keys.ts';

/** RFC 8032 section 7.1, test 1. */
const SEED = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const PUBLIC = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');

const encode = (...parts: Buffer[]): string => `whsk_${Buffer.concat(parts).toString('base64')}`;

describe('createSigningKey', () => {
  it('is the seed that it is handed and the public key that belongs to it', () => {
    const asked: number[] = [];
    const key = createSigningKey((size) => {
      asked.push(size);
      return SEED;
    });
    expect(key).toBe(encode(SEED, PUBLIC));
    expect(asked).toEqual([32]);
    expect(publicKeyOf(key)).toBe(`whpk_${PUBLIC.toString('base64')}`);
  });
});

describe('decodeSigningKey', () => {
  it('takes a key with its padding or without', () => {
    const key = createSigningKey(randomBytes);
    expect(decodeSigningKey(key)?.asymmetricKeyType).toBe('ed25519');
    expect(publicKeyOf(key.slice(0, -2))).toBe(publicKeyOf(key));
  });

  const valid = encode(SEED, PUBLIC);
  it.each([
    ['nothing', ''],
    ['the prefix alone', 'whsk_'],
    ['a shared secret', valid.replace('whsk', 'whsec')],
    ['a public key', `whpk_${PUBLIC.toString('base64')}`],
    ['a seed alone', encode(SEED)],
    ['the public half of another key', encode(SEED, Buffer.from(PUBLIC).fill(1, 0, 1))],
    ['half of its padding', valid.slice(0, -1)],
    ['a line break after', `${valid}\n`],
    ['bits behind the last byte', `${valid.slice(0, -3)}h==`],
    ['base64url', valid.replaceAll('+', '-').replaceAll('/', '_')],
  ])('refuses %s', (_what, text) => {
    expect(decodeSigningKey(text)).toBeNull();
    expect(publicKeyOf(text)).toBeNull();
  });
});
