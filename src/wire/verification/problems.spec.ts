import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  codesOf,
  judge,
  NOW,
  received,
  signedText,
  TEXT,
  BYTES,
  WHSEC,
  withSignature,
} from '../../../test/support/signed-requests.ts';
import { createSigningKey, publicKeyOf } from '../../domain/signing-keys.ts';
import { BUILT_IN_FORMATS, type FormatName } from '../built-in-formats.ts';
import { completeFormat } from '../complete-format.ts';

/** Those that sign the time of the attempt. */
const TIMED_NAMES: readonly FormatName[] = ['standard', 'optimizer', 'stripe', 'svix'];

describe.each(TIMED_NAMES)('the time of %s', (name) => {
  const format = BUILT_IN_FORMATS[name];

  it.each([
    [301_000, '301 s before the clock that verifies, 1 s more'],
    [-400_000, '400 s after the clock that verifies, 100 s more'],
  ])('is told by how much it is outside of the tolerance: %d ms', (offsetMs, words) => {
    const verdict = judge(format, received(format), { nowMs: NOW + offsetMs });
    expect(verdict).toMatchObject({ isVerified: false, secretIndex: 0 });
    expect(verdict.problems).toEqual([
      { code: 'timestamp_outside_tolerance', message: expect.stringContaining(words) },
    ]);
  });

  it('may be as far away as the tolerance', () => {
    expect(judge(format, received(format), { nowMs: NOW + 300_000 }).isVerified).toBe(true);
  });

  it('fits the body alone where the rest was left out', () => {
    const request = received(format);
    const { given } = judge(format, request);
    const key = format.signature?.secret === 'whsec' ? BYTES : Buffer.from(TEXT);
    const encoding = format.signature?.encoding ?? 'hex';
    const right = createHmac('sha256', key).update(signedText(format, request)).digest(encoding);
    const bare = createHmac('sha256', key).update(request.body).digest(encoding);
    const verdict = judge(format, withSignature(format, request, given?.replace(right, bare) ?? ''));
    expect(codesOf(verdict)).toEqual(['content_incomplete']);
  });
});

describe('a body that was published with blanks', () => {
  const { github } = BUILT_IN_FORMATS;

  it.each([
    ['{"a": 1, "b": [1, {}], "c": "x: y, z"}', 'with blanks behind , and :'],
    ['{\n    "a": [\n        1\n    ]\n}', 'indented by 4'],
    ['{"a": "Zo\\u00eb", "b": 1}', 'with blanks and without non-ASCII'],
  ])('fits again where a receiver has it in compact JSON: %s', (data, words) => {
    const request = received(github, data);
    const body = Buffer.from(JSON.stringify(JSON.parse(data)));
    const { problems } = judge(github, { ...request, body });
    expect(problems).toEqual([{ code: 'body_changed', message: expect.stringContaining(words) }]);
  });
});

describe('a secret', () => {
  const { standard, github } = BUILT_IN_FORMATS;

  it.each([
    ['its text, whole', Buffer.from(WHSEC), 'read as text, whole'],
    ['its text behind the prefix', Buffer.from(WHSEC.slice(6)), 'read as text, without whsec_'],
  ])('of Standard Webhooks may have been used as %s', (_, key, words) => {
    const request = received(standard);
    const value = createHmac('sha256', key).update(signedText(standard, request)).digest('base64');
    const { problems } = judge(standard, withSignature(standard, request, `v1,${value}`));
    expect(problems).toEqual([{ code: 'secret_form', message: expect.stringContaining(words) }]);
  });

  it.each([
    ['without its prefix', WHSEC.slice(6)],
    ['with a blank behind it', `${WHSEC} `],
  ])('that is given %s is said to fit otherwise', (_, secret) => {
    expect(codesOf(judge(standard, received(standard), { secrets: [secret] }))).toEqual(['secret_form']);
  });

  it('of another form is refused in the words of the format, and not repeated', () => {
    const { problems } = judge(standard, received(standard), { secrets: ['hunter2hunter2'] });
    expect(problems).toEqual([
      { code: 'secret_unreadable', message: expect.stringContaining('whsec_ and the base64 of 24 to 64') },
    ]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('of a text format may have been read as base64', () => {
    const secret = BYTES.toString('base64');
    const request = received(github, '{}', [secret]);
    const value = createHmac('sha256', BYTES).update(request.body).digest('hex');
    const { problems } = judge(github, withSignature(github, request, `sha256=${value}`), {
      secrets: [secret],
    });
    expect(problems).toEqual([{ code: 'secret_form', message: expect.stringContaining('as base64') }]);
  });

  it('is asked for where none is given', () => {
    expect(codesOf(judge(github, received(github), { secrets: [] }))).toEqual(['no_secret']);
  });
});

describe('a key pair', () => {
  const { standard } = BUILT_IN_FORMATS;
  const key = createSigningKey((size) => Buffer.alloc(size, 9));

  it('verifies by its private and by its public half, and shows no signature', () => {
    const request = received(standard, '{"a":1}', [key]);
    for (const secret of [key, publicKeyOf(key) ?? '']) {
      expect(judge(standard, request, { secrets: [secret] })).toMatchObject({
        isVerified: true,
        expected: [],
      });
    }
  });

  it('does not verify what another has signed', () => {
    const other = createSigningKey((size) => Buffer.alloc(size, 10));
    const request = received(standard, '{"a":1}', [other]);
    expect(codesOf(judge(standard, request, { secrets: [key] }))).toEqual(['signature_mismatch']);
  });
});

describe('a format of a tenant', () => {
  it('may sign what stands in its body alone', () => {
    const format = completeFormat({
      name: 'own',
      signature: { header: 'X-Own', content: '{event.id}:{body}' },
      body: { id: '{event.id}', data: '{event.data}' },
    });
    expect(judge(format, received(format)).isVerified).toBe(true);
  });

  it('says which value it could not read', () => {
    const format = completeFormat({
      name: 'own',
      signature: { header: 'X-Own', content: '{delivery.id}{body}' },
    });
    const verdict = judge(format, received(format));
    expect(verdict.problems).toEqual([
      { code: 'value_missing', message: expect.stringContaining('{delivery.id}') },
    ]);
  });

  it('says which form its header has not', () => {
    const { stripe } = BUILT_IN_FORMATS;
    const verdict = judge(stripe, withSignature(stripe, received(stripe), 'v1=abc'));
    expect(verdict.problems[0]).toEqual({
      code: 'header_malformed',
      message: 'The header Stripe-Signature is not of the form t={attempt.timestamp|s},v1={signature}.',
    });
  });
});
