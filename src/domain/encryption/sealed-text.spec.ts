import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openText, sealText, SealedTextError, type EncryptionKey, type SealedPlace } from './sealed-text.ts';

const key = (id: string): EncryptionKey => ({ id, key: createSecretKey(randomBytes(32)) });
const [first, second] = [key('k1'), key('k2')];
const findKey = (id: string): EncryptionKey | undefined => [first, second].find((known) => known.id === id);

const TENANT = '01980000-0000-7000-8000-000000000001';
const WEBHOOK = '01980000-0000-7000-8000-00000000000a';
const PLACE: SealedPlace = { tenantId: TENANT, webhookId: WEBHOOK, column: 'webhook_secrets.secret' };
const TEXT = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const sealed = sealText(TEXT, PLACE, first, randomBytes(12));

function faultOf(text: string, place = PLACE): string {
  try {
    return `opened: ${openText(text, place, findKey)}`;
  } catch (error) {
    if (error instanceof SealedTextError) return error.reason;
    throw error;
  }
}

/** The record with one byte of it changed; counted from its end where negative. */
function flipped(at: number): string {
  const [version, id, encoded = ''] = sealed.split(':');
  const record = Buffer.from(encoded, 'base64url');
  const place = at < 0 ? record.length + at : at;
  record.writeUInt8(record.readUInt8(place) ^ 1, place);
  return [version, id, record.toString('base64url')].join(':');
}

describe('a sealed text', () => {
  it('is opened with its key, in its place', () => {
    expect(openText(sealed, PLACE, findKey)).toBe(TEXT);
  });

  it('shows its version and the name of its key, and nothing of the text', () => {
    expect(sealed).toMatch(/^ph1:k1:[\w-]+$/);
    const record = Buffer.from(sealed.split(':')[2] ?? '', 'base64url');
    expect(record).toHaveLength(12 + TEXT.length + 16);
    expect(record.includes('whsec')).toBe(false);
  });

  it('is another each time, by its nonce', () => {
    const nonce = randomBytes(12);
    expect(sealText(TEXT, PLACE, first, nonce)).toBe(sealText(TEXT, PLACE, first, nonce));
    expect(sealText(TEXT, PLACE, first, randomBytes(12))).not.toBe(sealText(TEXT, PLACE, first, nonce));
  });

  it('may be any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const again = sealText(text, PLACE, second, randomBytes(12));
        expect(openText(again, PLACE, findKey)).toBe(text);
      }),
    );
  });
});

describe('a sealed text that is not as it was', () => {
  it.each([
    ['the key’s name, for another that is known', sealed.replace(':k1:', ':k2:'), 'tampered'],
    ['the key’s name, for an unknown one', sealed.replace(':k1:', ':k9:'), 'unknown_key'],
    ['the first byte of the nonce', flipped(0), 'tampered'],
    ['the last byte of the nonce', flipped(11), 'tampered'],
    ['the first byte of the ciphertext', flipped(12), 'tampered'],
    ['the last byte of the ciphertext', flipped(-17), 'tampered'],
    ['the first byte of the tag', flipped(-16), 'tampered'],
    ['the last byte of the tag', flipped(-1), 'tampered'],
    ['its version', sealed.replace('ph1', 'ph2'), 'malformed'],
    ['its end', sealed.slice(0, -4), 'tampered'],
    ['most of it', sealed.slice(0, 20), 'malformed'],
    ['a part more', `${sealed}:AAAA`, 'malformed'],
    ['padding', `${sealed}=`, 'malformed'],
    ['all of it', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'malformed'],
  ])('stays closed: %s', (_what, text, reason) => {
    expect(text).not.toBe(sealed);
    expect(faultOf(text)).toBe(reason);
  });

  it('stays closed whichever byte of its record is changed', () => {
    const bytes = 12 + TEXT.length + 16;
    for (let at = 0; at < bytes; at += 1) expect([at, faultOf(flipped(at))]).toEqual([at, 'tampered']);
  });

  it.each<[string, Partial<SealedPlace>]>([
    ['another tenant', { tenantId: '01980000-0000-7000-8000-000000000002' }],
    ['another webhook', { webhookId: '01980000-0000-7000-8000-00000000000b' }],
    ['tenant and webhook swapped', { tenantId: WEBHOOK, webhookId: TENANT }],
    ['another column', { column: 'webhooks.headers' }],
  ])('stays closed in another place: %s', (_what, change) => {
    expect(faultOf(sealed, { ...PLACE, ...change })).toBe('tampered');
  });

  it('says in its error which key it wanted, and nothing of the text', () => {
    const failure = new SealedTextError('unknown_key', 'k9');
    expect(failure.message).toBe('A sealed text cannot be opened (unknown_key, key k9).');
  });
});
