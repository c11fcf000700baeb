import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  codesOf,
  judge,
  NOW,
  received,
  secretOf,
  SIGNING_NAMES,
  signedText,
  TEXT,
  BYTES,
  OTHER_WHSEC,
  without,
  withSignature,
} from '../../../test/support/signed-requests.ts';
import { PAYLOAD_CASES } from '../../../test/support/wire-inputs.ts';
import { BUILT_IN_FORMATS, FORMAT_NAMES } from '../built-in-formats.ts';
import { verifyAsAny } from './verify-request.ts';

describe.each(SIGNING_NAMES)('a request of %s', (name) => {
  const format = BUILT_IN_FORMATS[name];

  it.each(PAYLOAD_CASES)('is verified with the payload %s', (_, data) => {
    const verdict = judge(format, received(format, data));
    expect(verdict).toMatchObject({ isVerified: true, secretIndex: 0, problems: [] });
  });

  it('expects the very value that was sent', () => {
    const { expected, given } = judge(format, received(format));
    expect(expected).toEqual([given]);
  });

  it('is found whatever the case of its headers’ names', () => {
    const { headers, body } = received(format);
    const upper = Object.entries(headers).map(([key, value]) => [key.toUpperCase(), value] as const);
    expect(judge(format, { headers: Object.fromEntries(upper), body }).isVerified).toBe(true);
  });

  it('tells by which of many secrets it was signed', () => {
    const wrong = format.signature?.secret === 'whsec' ? OTHER_WHSEC : 'one of somebody else';
    const verdict = judge(format, received(format), { secrets: [wrong, secretOf(format)] });
    expect(verdict).toMatchObject({ isVerified: true, secretIndex: 1 });
  });

  it('is verified by either secret while they overlap', () => {
    const older = format.signature?.secret === 'whsec' ? OTHER_WHSEC : 'the one before';
    const request = received(format, '{}', [secretOf(format), older]);
    for (const secret of [secretOf(format), older])
      expect(judge(format, request, { secrets: [secret] }).isVerified).toBe(true);
  });

  it('names the header that is missing', () => {
    const header = format.signature?.header ?? '';
    const verdict = judge(format, without(received(format), header));
    expect(verdict.problems).toContainEqual({
      code: 'header_missing',
      message: `The header ${header} is missing.`,
    });
    expect(verdict.isVerified).toBe(false);
  });

  it('is of another secret where nothing fits', () => {
    const wrong = format.signature?.secret === 'whsec' ? OTHER_WHSEC : 'one of somebody else';
    const verdict = judge(format, received(format), { secrets: [wrong] });
    expect(codesOf(verdict)).toEqual(['signature_mismatch']);
    expect(JSON.stringify(verdict.problems)).not.toContain(wrong);
  });

  it('was changed where the body is another', () => {
    const request = received(format);
    const body = Buffer.from(request.body.toString().replace('4711', '4712'));
    expect(codesOf(judge(format, { ...request, body }))).toEqual(['signature_mismatch']);
  });

  it.each([
    ['a line break that was added', (text: string) => `${text}\n`, 'without the line break at its end'],
    ['a byte order mark', (text: string) => `\uFEFF${text}`, 'without the byte order mark'],
    ['its base64 instead', (text: string) => Buffer.from(text).toString('base64'), 'is the base64 of'],
  ])('is told from one with %s', (_, change, words) => {
    const request = received(format);
    const body = Buffer.from(change(request.body.toString()));
    const { problems } = judge(format, { ...request, body });
    expect(problems).toEqual([{ code: 'body_changed', message: expect.stringContaining(words) }]);
  });

  it.each([
    ['indented', (value: unknown) => JSON.stringify(value, null, 2)],
    ['indented by tabs', (value: unknown) => JSON.stringify(value, null, '\t')],
  ])('is told from one whose JSON was written anew, %s', (_, write) => {
    const request = received(format, '{"order":4711,"lines":[1,2]}');
    const body = Buffer.from(write(JSON.parse(request.body.toString())));
    const { problems } = judge(format, { ...request, body });
    expect(problems).toEqual([{ code: 'body_changed', message: expect.stringContaining('compact JSON') }]);
  });

  it('is told from one that is signed with another hash', () => {
    const request = received(format);
    const shown = judge(format, request).given ?? '';
    const key = format.signature?.secret === 'whsec' ? BYTES : Buffer.from(TEXT);
    const signed = signedText(format, request);
    const encoding = format.signature?.encoding ?? 'hex';
    const right = createHmac('sha256', key).update(signed).digest(encoding);
    expect(shown).toContain(right);
    const other = createHmac('sha512', key).update(signed).digest(encoding);
    const { problems } = judge(format, withSignature(format, request, shown.replace(right, other)));
    expect(problems.map(({ code }) => code)).toEqual(['other_algorithm']);
  });

  it('is told from one whose signature is written otherwise', () => {
    const request = received(format);
    const { given } = judge(format, request);
    const encoding = format.signature?.encoding ?? 'hex';
    const text = given?.split(/[=,]/).at(encoding === 'hex' ? -1 : 1) ?? '';
    const bytes = Buffer.from(encoding === 'hex' ? text : `${text}=`, encoding);
    expect(bytes).toHaveLength(32);
    const turned = bytes.toString(encoding === 'hex' ? 'base64' : 'hex');
    const head = given?.slice(0, given.indexOf(text)) ?? '';
    const verdict = judge(format, withSignature(format, request, head + turned));
    expect(codesOf(verdict)).toEqual(['signature_form']);
  });
});

describe('verifyAsAny', () => {
  const formats = FORMAT_NAMES.map((name) => BUILT_IN_FORMATS[name]);

  it.each(SIGNING_NAMES)('puts %s first for its own request', (name) => {
    const format = BUILT_IN_FORMATS[name];
    const options = { secrets: [secretOf(format)], nowMs: NOW, toleranceSeconds: 300 };
    const verdicts = verifyAsAny(formats, received(format), options);
    expect(verdicts).toHaveLength(formats.length);
    const verified = verdicts.filter(({ isVerified }) => isVerified).map(({ format: found }) => found);
    expect(verified).toContain(name);
    expect(verdicts.slice(0, verified.length).map(({ format: found }) => found)).toEqual(verified);
    expect(codesOf(verdicts.at(-1) ?? judge(format, received(format)))).toEqual(['not_signed']);
  });

  it('puts the format whose headers are there before those of which nothing is', () => {
    const { github } = BUILT_IN_FORMATS;
    const options = { secrets: ['one of somebody else'], nowMs: NOW, toleranceSeconds: 300 };
    expect(verifyAsAny(formats, received(github), options)[0]?.format).toBe('github');
  });
});
