import { measureJson } from '../../domain/json-limits.ts';
import type { SecretForm, SignatureScheme } from '../wire-format.ts';
import { hashOf, type SignedContent } from './received-signature.ts';
import type { ProblemCode } from './verdict.ts';

/** Everything that an HMAC is made of. */
export interface HmacInput {
  readonly hash: string;
  readonly key: Buffer;
  readonly content: SignedContent;
}

/** One thing done otherwise than the format says, as receivers and proxies do by mistake. */
export interface Deviation {
  readonly code: ProblemCode;
  readonly message: string;
  readonly input: HmacInput;
}

const FORM_WORDS: Readonly<Record<SecretForm, string>> = {
  text: 'as text',
  base64: 'as base64',
  hex: 'as hexadecimal digits',
  whsec: 'as base64 behind whsec_',
  whsk: 'as an ed25519 key',
};
const PREFIX = /^whsec_/;
const HEX = /^(?:[0-9a-f]{2})+$/i;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** As deep as an event's data may be, and what a format puts around them. */
const DEPTH_MAX = 80;

interface Named<T> {
  readonly words: string;
  readonly value: T;
}

function keyReadings(secret: string): Named<Buffer>[] {
  const bare = secret.trim().replace(PREFIX, '');
  const readings: Named<Buffer>[] = [
    { words: 'as text, whole', value: Buffer.from(secret) },
    { words: 'as text without the blanks around it', value: Buffer.from(secret.trim()) },
    { words: 'as text, without whsec_', value: Buffer.from(bare) },
  ];
  if (BASE64.test(bare)) readings.push({ words: 'as base64', value: Buffer.from(bare, 'base64') });
  if (HEX.test(bare)) readings.push({ words: 'as hexadecimal digits', value: Buffer.from(bare, 'hex') });
  return readings.filter(({ value }) => value.length > 0);
}

function algorithmHash({ algorithm }: SignatureScheme): string {
  return algorithm === 'ed25519' ? 'sha256' : hashOf(algorithm);
}

/** Another key from the same secret; each alone, all else as the format says. */
export function keyDeviations(
  scheme: SignatureScheme,
  secret: string,
  key: Buffer | null,
  content: SignedContent,
): Deviation[] {
  const hash = algorithmHash(scheme);
  return keyReadings(secret)
    .filter(({ value }) => key === null || !value.equals(key))
    .map(({ words, value }) => ({
      code: 'secret_form',
      message: `The signature fits the secret read ${words}; the format reads it ${FORM_WORDS[scheme.secret]}.`,
      input: { hash, key: value, content },
    }));
}

/** Another body, other content or another hash with the right key. */
export function contentDeviations({ hash, key, content }: HmacInput): Deviation[] {
  const bodies = otherBodies(content.body).map(({ words, value }): Deviation => ({
    code: 'body_changed',
    message: `The signature fits ${words}: verify the bytes of the request as they come, before anything parses them.`,
    input: { hash, key, content: { ...content, body: value } },
  }));
  return [...bodies, ...lesserContents({ hash, key, content }), ...otherHashes({ hash, key, content })];
}

function lesserContents({ hash, key, content }: HmacInput): Deviation[] {
  if (content.before === '' && content.after === '') return [];
  const message =
    'The signature fits the body alone; the format signs more with it, such as the id and the time.';
  return [
    {
      code: 'content_incomplete',
      message,
      input: { hash, key, content: { before: '', body: content.body, after: '' } },
    },
  ];
}

function otherHashes({ hash, key, content }: HmacInput): Deviation[] {
  return ['sha1', 'sha256', 'sha512']
    .filter((other) => other !== hash)
    .map((other) => ({
      code: 'other_algorithm',
      message: `The signature is made with HMAC-${other.toUpperCase()}; the format signs with HMAC-${hash.toUpperCase()}.`,
      input: { hash: other, key, content },
    }));
}

/** What a body may have been before something on its way wrote it anew. */
export function otherBodies(body: Buffer): Named<Buffer>[] {
  const text = body.toString('utf8');
  const texts: Named<string>[] = [
    { words: 'the body without the line break at its end', value: text.replace(/\r?\n$/, '') },
    { words: 'the body with a line break at its end', value: `${text}\n` },
    { words: 'the body without the byte order mark', value: text.replace(/^\uFEFF/, '') },
    { words: 'the body without the blanks around it', value: text.trim() },
    { words: 'the body with line breaks of \\n alone', value: text.replaceAll('\r\n', '\n') },
    { words: 'the body with line breaks of \\r\\n', value: text.replace(/(?<!\r)\n/g, '\r\n') },
    ...otherJson(text),
    { words: 'an empty body', value: '' },
  ];
  const others = texts.filter(({ value }) => value !== text);
  return [...others.map(({ words, value }) => ({ words, value: Buffer.from(value) })), ...fromBase64(text)];
}

function otherJson(text: string): Named<string>[] {
  const value = parse(text);
  if (value === undefined) return [];
  const written = (indent: number | string): string => JSON.stringify(value, null, indent);
  return [
    { words: 'the body as compact JSON, written anew', value: written(0) },
    { words: 'the body as JSON with blanks behind , and :', value: spaced(written(1)) },
    { words: 'the body as JSON indented by 2', value: written(2) },
    { words: 'the body as JSON indented by 4', value: written(4) },
    { words: 'the body as JSON indented by tabs', value: written('\t') },
    {
      words: 'the body as compact JSON without non-ASCII characters',
      value: asciiOnly(written(0)),
    },
    {
      words: 'the body as JSON with blanks and without non-ASCII characters',
      value: asciiOnly(spaced(written(1))),
    },
  ];
}

/** As Python's `json.dumps` writes it; line breaks within strings are escaped, so that these are between values. */
function spaced(indented: string): string {
  return indented
    .replace(/,\n */g, ', ')
    .replace(/([[{])\n */g, '$1')
    .replace(/\n *([\]}])/g, '$1');
}

function asciiOnly(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Undefined for what is no JSON, or too deep to be written again. */
function parse(text: string): unknown {
  try {
    if (measureJson(text, DEPTH_MAX).depth > DEPTH_MAX) return undefined;
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromBase64(text: string): Named<Buffer>[] {
  const bare = text.trim();
  if (bare.length < 4 || !BASE64.test(bare)) return [];
  return [{ words: 'what the body is the base64 of', value: Buffer.from(bare, 'base64') }];
}
