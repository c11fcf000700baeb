import { describe, expect, it } from '@jest/globals';
import { decodeWebhookSecret, SECRET_PATTERN } from './webhook-secrets.ts';

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
});
