import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSigningKey, decodeSigningKey } from '../domain/signing-keys.ts';
import { decodeWebhookSecret, SECRET_PATTERN } from '../domain/webhook-secrets.ts';
import { standardFormat } from './formats/standard.ts';
import { findSecretFault } from './secrets.ts';

const ofBytes = (count: number): string => `whsec_${Buffer.alloc(count, 0xfb).toString('base64')}`;

describe('the pattern of secrets that the document shows', () => {
  it.each([23, 24, 25, 26, 27, 62, 63, 64, 65, 66])('takes what the server takes of %s bytes', (count) => {
    const padded = ofBytes(count);
    const bare = padded.replace(/=+$/, '');
    for (const text of [
      padded,
      bare,
      `${padded}=`,
      padded.slice(0, -1),
      `${bare}A`,
      `${bare.slice(0, -1)}B`,
    ]) {
      expect([text, new RegExp(SECRET_PATTERN).test(text)]).toEqual([
        text,
        decodeWebhookSecret(text) !== null,
      ]);
    }
  });

  it('takes what the server takes of signing keys, but for halves that do not belong together', () => {
    const padded = createSigningKey(randomBytes);
    const bare = padded.slice(0, -2);
    const texts = [
      padded,
      bare,
      `${padded}=`,
      `${bare}=`,
      `${bare}A`,
      `${bare.slice(0, -1)}B`,
      bare.slice(1),
    ];
    for (const text of texts) {
      const isTaken = decodeSigningKey(text) !== null;
      expect([text, new RegExp(SECRET_PATTERN).test(text)]).toEqual([text, isTaken]);
      expect([text, findSecretFault(standardFormat.signature, text) === undefined]).toEqual([text, isTaken]);
    }
    const halves = `whsk_${Buffer.alloc(64, 5).toString('base64')}`;
    expect(new RegExp(SECRET_PATTERN).test(halves)).toBe(true);
    expect(findSecretFault(standardFormat.signature, halves)).toBe(
      'must end in the public key that belongs to its private key',
    );
  });
});
