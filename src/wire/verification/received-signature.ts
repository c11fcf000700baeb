import { createHmac, verify } from 'node:crypto';
import { HASHES, signatureHeaderNames } from '../signature.ts';
import type { SignatureFormat, SignatureScheme, WireFormat } from '../wire-format.ts';
import { readBodyValues, readTemplate, readWhole, writeTemplate, type Values } from './template-reading.ts';
import type { Problem, ReceivedRequest } from './verdict.ts';

const BODY_MARK = '{body}';
const HEX = /^(?:[0-9a-f]{2})+$/;

/** What was signed, if nothing was changed. */
export interface SignedContent {
  readonly before: string;
  readonly body: Buffer;
  readonly after: string;
}

/** What a request says of its signature, in the words of one format. */
export interface ReceivedSignature {
  /** In the order of the headers; the prefix is taken off. */
  readonly candidates: readonly string[];
  readonly prefix: string;
  readonly given: string;
  readonly values: Values;
  /** Null where a value that is signed is not in the request. */
  readonly content: SignedContent | null;
}

/** Reads a request as one of the format; what is missing or malformed, where it is none. */
export function readSignature(
  format: WireFormat,
  signature: SignatureFormat,
  request: ReceivedRequest,
): { readonly read: ReceivedSignature | null; readonly problems: readonly Problem[] } {
  const headers = lowerCased(request.headers);
  const { values, problems } = readHeaders(format, headers);
  const texts = signatureHeaderNames(signature).flatMap((name) => headers.get(name.toLowerCase()) ?? []);
  const [given] = texts;
  if (given === undefined) return { read: null, problems: [missing(signature.header), ...problems] };
  const rests = texts.flatMap((text) => behindPrefix(signature, text, values) ?? []);
  if (rests.length === 0) {
    const form = `${signature.prefix}${signature.value}`;
    const message = `The header ${signature.header} is not of the form ${form}.`;
    return { read: null, problems: [{ code: 'header_malformed', message }, ...problems] };
  }
  addBodyValues(format, request.body, values);
  const { content, absent } = contentOf(signature, request.body, values);
  const candidates = rests.flatMap(({ rest }) => [...new Set([rest, ...rest.split(signature.separator)])]);
  const prefix = rests[0]?.prefix ?? '';
  return { read: { candidates, prefix, given, values, content }, problems: [...problems, ...absent] };
}

function lowerCased(headers: ReceivedRequest['headers']): Map<string, string> {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()]));
}

function missing(header: string): Problem {
  return { code: 'header_missing', message: `The header ${header} is missing.` };
}

/** Those alone whose values are signed decide: what else is missing may have been left out by a proxy. */
function readHeaders(
  { headers: templates, signature }: WireFormat,
  headers: ReadonlyMap<string, string>,
): { readonly values: Values; readonly problems: Problem[] } {
  const values: Values = new Map();
  const problems: Problem[] = [];
  for (const [name, template] of Object.entries(templates)) {
    const isSigned = [...template.matchAll(/\{[^}]+\}/g)].some(([mark]) => signature?.content.includes(mark));
    const text = headers.get(name.toLowerCase());
    if (text === undefined) {
      if (isSigned) problems.push(missing(name));
      continue;
    }
    const read = readWhole(template, text);
    if (read !== null) for (const [key, value] of read) values.set(key, value);
    else if (isSigned)
      problems.push({
        code: 'header_malformed',
        message: `The header ${name} is not of the form ${template}.`,
      });
  }
  return { values, problems };
}

function behindPrefix(
  { prefix }: SignatureFormat,
  text: string,
  values: Values,
): { readonly rest: string; readonly prefix: string } | null {
  const reading = readTemplate(prefix, text);
  if (reading === null) return null;
  for (const [name, value] of reading.values) values.set(name, value);
  return { rest: text.slice(reading.end), prefix: text.slice(0, reading.end) };
}

/** What is in a header already counts as it stands there. */
function addBodyValues({ body: template }: WireFormat, body: Buffer, values: Values): void {
  if (typeof template === 'string') return;
  try {
    for (const [name, value] of readBodyValues(template, JSON.parse(body.toString('utf8'))))
      if (!values.has(name)) values.set(name, value);
  } catch {
    // What is no JSON has no members to be read.
  }
}

function contentOf(
  { content }: SignatureFormat,
  body: Buffer,
  values: Values,
): { readonly content: SignedContent | null; readonly absent: readonly Problem[] } {
  const at = content.indexOf(BODY_MARK);
  const before = writeTemplate(content.slice(0, at), values);
  const after = writeTemplate(content.slice(at + BODY_MARK.length), values);
  if ('text' in before && 'text' in after)
    return { content: { before: before.text, body, after: after.text }, absent: [] };
  const names = [before, after].flatMap((part) => ('missing' in part ? part.missing : []));
  const absent = names.map((name): Problem => ({
    code: 'value_missing',
    message: `What is signed holds {${name}}, which could not be read from the request.`,
  }));
  return { content: null, absent };
}

/** The signature within one value of the header; null for a value of another scheme. */
export function signatureIn(scheme: SignatureScheme, value: string): string | null {
  const read = readWhole(scheme.value, value);
  const name = [...(read?.keys() ?? [])].find((key) => key.startsWith('signature'));
  return name === undefined ? null : (read?.get(name) ?? null);
}

/** How the scheme writes its signature. */
export function encodingOf({ value, encoding }: SignatureScheme): 'hex' | 'base64' {
  if (value.includes('{signature|hex}')) return 'hex';
  return value.includes('{signature|base64}') ? 'base64' : encoding;
}

/** Strictly as it is written by a scheme; null for any other text. */
export function decodeSignature(text: string, encoding: 'hex' | 'base64'): Buffer | null {
  if (encoding === 'hex') return HEX.test(text) ? Buffer.from(text, 'hex') : null;
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64') === text ? bytes : null;
}

export function hmacOf(hash: string, key: Buffer, { before, body, after }: SignedContent): Buffer {
  return createHmac(hash, key).update(before).update(body).update(after).digest();
}

export function hashOf(algorithm: Exclude<SignatureScheme['algorithm'], 'ed25519'>): string {
  return HASHES[algorithm];
}

export function isSignedBy(
  key: Parameters<typeof verify>[2],
  { before, body, after }: SignedContent,
  signature: Buffer,
): boolean {
  return verify(null, Buffer.concat([Buffer.from(before), body, Buffer.from(after)]), key, signature);
}
