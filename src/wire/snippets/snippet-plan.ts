import type { SignatureKind } from '../../domain/webhook-secrets.ts';
import { partsOfTemplate } from '../placeholders.ts';
import { schemeOf } from '../secrets.ts';
import { HASHES, signatureHeaderNames } from '../signature.ts';
import { encodingOf } from '../verification/received-signature.ts';
import { signedTimeName } from '../verification/signed-time.ts';
import type { SecretForm, SignatureFormat, SignatureScheme, WireFormat } from '../wire-format.ts';

/** Where receivers keep the secret: no snippet holds it. */
export const SECRET_VARIABLE = 'WEBHOOK_SECRET';
/** As Standard Webhooks advises. */
export const TOLERANCE_SECONDS = 300;

/** A piece of what is signed: text as it stands, or a variable of the snippet. */
export type SnippetPart = { readonly literal: string } | { readonly variable: string };

/** What a snippet in any language has to do; the languages add their words alone. */
export interface SnippetPlan {
  /** The signature's, in the spelling of the format. */
  readonly header: string;
  /** Another header in which a signature may be, while secrets overlap; null where they share one. */
  readonly previousHeader: string | null;
  readonly keyForm: Exclude<SecretForm, 'whsk'>;
  readonly hash: (typeof HASHES)[keyof typeof HASHES];
  readonly encoding: 'hex' | 'base64';
  /** Variables that are headers of their own. */
  readonly headerVariables: readonly { readonly variable: string; readonly header: string }[];
  /** What stands before the values in the signature's header, as a regular expression that every language has. */
  readonly prefix: { readonly pattern: string; readonly variable: string | null } | null;
  readonly before: readonly SnippetPart[];
  readonly after: readonly SnippetPart[];
  /** Around the signature in one value. */
  readonly value: { readonly head: string; readonly tail: string };
  /** Null where the header holds one value. */
  readonly separator: string | null;
  /** Null where the format signs no time, so that a request may be played again. */
  readonly time: { readonly variable: string; readonly unit: 's' | 'ms' | 'iso' } | null;
}

/** Null for a format that does not sign so, and for one whose signature is made of more than a snippet can show. */
export function planSnippet(format: WireFormat, algorithm: SignatureKind): SnippetPlan | null {
  const { signature } = format;
  const scheme = signature === null ? null : schemeOf(signature, algorithm);
  if (signature === null || scheme === null || scheme.algorithm === 'ed25519' || scheme.secret === 'whsk')
    return null;
  const parts = readParts(format, signature, scheme);
  if (parts === null) return null;
  const time = signedTimeName(signature);
  const [header = '', previous] = signatureHeaderNames(signature);
  return {
    ...parts,
    header,
    previousHeader: parts.prefix === null ? (previous ?? null) : null,
    keyForm: scheme.secret,
    hash: HASHES[scheme.algorithm],
    encoding: encodingOf(scheme),
    separator: signature.rotation === 'list' ? signature.separator : null,
    time: time === null ? null : { variable: variableOf(time), unit: unitOf(time) },
  };
}

function readParts(
  format: WireFormat,
  signature: SignatureFormat,
  scheme: SignatureScheme,
): Pick<SnippetPlan, 'value' | 'prefix' | 'headerVariables' | 'before' | 'after'> | null {
  const value = valueOf(scheme.value);
  const prefix = prefixOf(signature.prefix);
  const content = contentOf(signature);
  if (value === null || prefix === undefined || content === null) return null;
  const headerVariables = headersOf(format, content.names, prefix?.variable ?? null);
  if (headerVariables === null) return null;
  return { value, prefix, headerVariables, before: content.before, after: content.after };
}

function variableOf(name: string): string {
  if (name === 'event.id') return 'id';
  if (name.startsWith('attempt.timestamp')) return 'timestamp';
  return name.replace(/\|.*/, '').replace(/[^a-z0-9]+/gi, '_');
}

function unitOf(name: string): 's' | 'ms' | 'iso' {
  if (name.endsWith('|s')) return 's';
  return name.endsWith('|ms') ? 'ms' : 'iso';
}

function valueOf(template: string): SnippetPlan['value'] | null {
  const parts = partsOfTemplate(template);
  const at = parts.findIndex((part) => 'name' in part && part.name.startsWith('signature'));
  const text = (pieces: typeof parts): string =>
    pieces.map((part) => ('literal' in part ? part.literal : '')).join('');
  const isPlain = parts.every((part, index) => index === at || 'literal' in part);
  return at === -1 || !isPlain ? null : { head: text(parts.slice(0, at)), tail: text(parts.slice(at + 1)) };
}

/** Null where there is none; undefined for one that no pattern stands for. */
function prefixOf(template: string): SnippetPlan['prefix'] | undefined {
  const parts = partsOfTemplate(template);
  if (parts.length === 0) return null;
  const names = parts.flatMap((part) => ('name' in part ? [part.name] : []));
  if (names.length > 1) return undefined;
  const pieces = parts.map((part, index) => {
    if ('literal' in part) return escapePattern(part.literal);
    const next = parts[index + 1];
    return next !== undefined && 'literal' in next ? `([^${escapeInClass(next.literal.charAt(0))}]+)` : null;
  });
  if (pieces.includes(null)) return undefined;
  const [name] = names;
  return { pattern: `^${pieces.join('')}`, variable: name === undefined ? null : variableOf(name) };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function escapeInClass(character: string): string {
  return /[\]\\^-]/.test(character) ? `\\${character}` : character;
}

interface PlannedContent {
  readonly before: readonly SnippetPart[];
  readonly after: readonly SnippetPart[];
  readonly names: readonly string[];
}

/** Null where two placeholders would be one variable. */
function contentOf({ content }: SignatureFormat): PlannedContent | null {
  const parts = partsOfTemplate(content);
  const at = parts.findIndex((part) => 'name' in part && part.name === 'body');
  const toPart = (part: (typeof parts)[number]): SnippetPart =>
    'literal' in part ? part : { variable: variableOf(part.name) };
  const names = [...new Set(parts.flatMap((part) => ('name' in part ? [part.name] : [])))].filter(
    (name) => name !== 'body',
  );
  if (new Set(names.map(variableOf)).size < names.length) return null;
  return { before: parts.slice(0, at).map(toPart), after: parts.slice(at + 1).map(toPart), names };
}

/** Null where a value that is signed is neither a header as a whole nor in the prefix. */
function headersOf(
  { headers }: WireFormat,
  names: readonly string[],
  inPrefix: string | null,
): SnippetPlan['headerVariables'] | null {
  const found = names
    .filter((name) => variableOf(name) !== inPrefix)
    .map((name) => {
      const header = Object.entries(headers).find(([, template]) => template === `{${name}}`)?.[0];
      return header === undefined ? null : { variable: variableOf(name), header };
    });
  return found.every((one) => one !== null) ? found : null;
}
