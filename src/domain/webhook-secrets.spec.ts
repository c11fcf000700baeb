import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createWebhookSecret, decodeWebhookSecret } from './webhook-secrets.ts';

const encode = (key: Buffer): string => `whsec_${key.toString('base64')}`;

describe('createWebhookSecret', () => {
  it('gives 32 bytes of the randomness that it is handed', () => {
    const key = randomBytes(32);
    expect(createWebhookSecret(() => key)).toBe(encode(key));
    expect(decodeWebhookSecret(createWebhookSecret(randomBytes))).toHaveLength(32);
  });

  it('asks for as much as it uses', () => {
    const asked: number[] = [];
    createWebhookSecret((size) => {
      asked.push(size);
      return randomBytes(size);
    });
    expect(asked).toEqual([32]);
  });
});

describe('decodeWebhookSecret', () => {
  it.each([24, 25, 26, 32, 63, 64])('takes a key of %i bytes', (size) => {
    const key = randomBytes(size);
    expect(decodeWebhookSecret(encode(key))).toEqual(key);
  });

  it.each([0, 1, 23, 65, 1_000])('refuses a key of %i bytes', (size) => {
    expect(decodeWebhookSecret(encode(randomBytes(size)))).toBeNull();
  });

  it('takes a key whose padding was left out', () => {
    const key = randomBytes(25);
    expect(decodeWebhookSecret(encode(key).replace(/=+$/, ''))).toEqual(key);
  });

  const valid = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  it('takes the secret that the next cases spoil', () => {
    expect(decodeWebhookSecret(valid)).toHaveLength(24);
  });

  it.each([
    ['nothing', ''],
    ['no prefix', valid.slice('whsec_'.length)],
    ['another case of prefix', valid.replace('whsec', 'WHSEC')],
    ['the prefix of a private key', valid.replace('whsec', 'whsk')],
    ['the prefix twice', valid.replace('whsec_', 'whsec_whsec_')],
    ['a letter that is no base64', valid.replace('Mf', 'M!')],
    ['base64url', `${valid.slice(0, -2)}-_`],
    ['space within', `${valid.slice(0, 20)} ${valid.slice(20)}`],
    ['a line break after', `${valid}\n`],
    ['padding that is not due', `${valid}=`],
    ['too much padding', `${encode(randomBytes(25))}=`],
    ['too little padding', encode(randomBytes(25)).slice(0, -1)],
    ['padding within', `whsec_${randomBytes(22).toString('base64')}${'A'.repeat(32)}`],
    ['bits behind the last byte', `${'whsec_'.padEnd(6 + 33, 'A')}B==`],
    ['one letter too many', `${valid}A`],
  ])('refuses %s', (_what, secret) => {
    expect(decodeWebhookSecret(secret)).toBeNull();
  });
});
