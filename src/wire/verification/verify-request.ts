import { timingSafeEqual, type KeyObject } from 'node:crypto';
import { decodePublicKey } from '../../domain/signing-keys.ts';
import { findSecretFault, readKey } from '../secrets.ts';
import type { SignatureFormat, SignatureScheme, WireFormat } from '../wire-format.ts';
import { contentDeviations, keyDeviations, type Deviation, type HmacInput } from './deviations.ts';
import {
  decodeSignature,
  encodingOf,
  hashOf,
  hmacOf,
  isSignedBy,
  readSignature,
  signatureIn,
  type ReceivedSignature,
  type SignedContent,
} from './received-signature.ts';
import { checkTime } from './signed-time.ts';
import type { Problem, ReceivedRequest, VerificationOptions, Verdict } from './verdict.ts';

/** Of a secret that has not signed, the first thing found that would make it fit. */
interface SecretVerdict {
  readonly isSigned: boolean;
  readonly problem: Problem | null;
  readonly expected: readonly string[];
}

const NOT_SIGNED: Problem = {
  code: 'not_signed',
  message: 'The format does not sign: there is nothing to verify.',
};
const NO_SECRET: Problem = { code: 'no_secret', message: 'There is no secret to verify with.' };
const MISMATCH: Problem = {
  code: 'signature_mismatch',
  message:
    'The signature is of another secret, or the body, the id or the time was changed after it was made.',
};

/**
 * Judges a request as one of the format, as a receiver would that follows it to the letter, and looks for what would make it
 * fit: the mistakes of receivers, each alone. Costs some twenty HMACs over the body a secret, no more.
 */
export function verifyRequest(
  format: WireFormat,
  request: ReceivedRequest,
  options: VerificationOptions,
): Verdict {
  const { signature, name } = format;
  if (signature === null) return { ...NOTHING_READ, format: name, header: null, problems: [NOT_SIGNED] };
  const { read, problems } = readSignature(format, signature, request);
  const verdict = { ...NOTHING_READ, format: name, header: signature.header, given: read?.given ?? null };
  if (read?.content == null) return { ...verdict, problems };
  if (options.secrets.length === 0) return { ...verdict, problems: [...problems, NO_SECRET] };
  const judged = judgeAll(signature, read, read.content, options);
  const late = checkTime(signature, read.values, options);
  const all = [...problems, ...late, ...judged.problems];
  return {
    ...verdict,
    ...judged,
    isVerified: judged.secretIndex !== null && all.length === 0,
    problems: all,
  };
}

const NOTHING_READ = {
  isVerified: false,
  secretIndex: null,
  given: null,
  expected: [],
} as const;

/** Formats that are looked at closely where a request is of none: each costs as much as a single one does. */
const EXPLAINED_MAX = 5;

/**
 * The verdicts of many formats, those first that say most: verified, then those whose headers are there. Where none verifies
 * it, the first five are told what would make it fit.
 */
export function verifyAsAny(
  formats: readonly WireFormat[],
  request: ReceivedRequest,
  options: VerificationOptions,
): Verdict[] {
  const plain = formats.map((format) => ({
    format,
    verdict: verifyRequest(format, request, { ...options, isExplained: false }),
  }));
  const ranked = plain.toSorted((one, other) => rankOf(one.verdict) - rankOf(other.verdict));
  if (ranked[0]?.verdict.secretIndex !== null) return ranked.map(({ verdict }) => verdict);
  const explained = ranked.map(({ format, verdict }, index) =>
    index < EXPLAINED_MAX && verdict.given !== null ? verifyRequest(format, request, options) : verdict,
  );
  return explained.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ isVerified, secretIndex, given, header, problems }: Verdict): number {
  if (isVerified) return 0;
  if (secretIndex !== null) return 1;
  if (header === null) return 5;
  if (given === null) return 4;
  return problems.some(({ code }) => code === 'signature_mismatch' || code === 'value_missing') ? 3 : 2;
}

function judgeAll(
  signature: SignatureFormat,
  read: ReceivedSignature,
  content: SignedContent,
  { secrets, isExplained = true }: VerificationOptions,
): Pick<Verdict, 'secretIndex' | 'expected' | 'problems'> {
  const verdicts = secrets.map((secret) => judge(signature, read, { secret, content, isExplained }));
  const index = verdicts.findIndex(({ isSigned }) => isSigned);
  const expected = verdicts.flatMap(({ expected: values }) => values);
  if (index !== -1) return { secretIndex: index, expected, problems: [] };
  const problems = verdicts.flatMap(({ problem }) => problem ?? []);
  const hints = problems.filter(({ code }) => code !== 'signature_mismatch');
  return { secretIndex: null, expected, problems: unique(hints.length > 0 ? hints : [MISMATCH]) };
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

/** A secret, and what it may have signed. */
interface Given {
  readonly secret: string;
  readonly content: SignedContent;
  readonly isExplained: boolean;
}

function judge(signature: SignatureFormat, read: ReceivedSignature, given: Given): SecretVerdict {
  const { secret, content } = given;
  const schemes = [signature, ...signature.alternatives];
  for (const scheme of schemes) {
    if (scheme.algorithm === 'ed25519') {
      const key = decodePublicKey(secret);
      if (key !== null) return judgePair(scheme, read, content, key);
      continue;
    }
    const key = readKey(scheme, secret);
    if (key !== null) return judgeShared(scheme, read, { ...given, key });
  }
  return judgeUnreadable(signature, read, given);
}

/** A key pair: only whether the signature is of its private half can be told. */
function judgePair(
  scheme: SignatureScheme,
  { candidates }: ReceivedSignature,
  content: SignedContent,
  key: KeyObject,
): SecretVerdict {
  const isSigned = candidates.some((value) => {
    const bytes = decodeSignature(signatureIn(scheme, value) ?? '', encodingOf(scheme));
    return bytes !== null && isSignedBy(key, content, bytes);
  });
  return { isSigned, problem: isSigned ? null : MISMATCH, expected: [] };
}

function judgeShared(
  scheme: SignatureScheme,
  read: ReceivedSignature,
  { secret, key, content, isExplained }: Given & { readonly key: KeyObject },
): SecretVerdict {
  const hash = scheme.algorithm === 'ed25519' ? '' : hashOf(scheme.algorithm);
  const input: HmacInput = { hash, key: key.export(), content };
  const digest = hmacOf(hash, input.key, content);
  const value = scheme.value.replace(/\{signature[^}]*\}/, digest.toString(encodingOf(scheme)));
  const expected = [read.prefix + value];
  if (read.candidates.some((candidate) => isSame(candidate, value)))
    return { isSigned: true, problem: null, expected };
  const given = digestsIn(read.candidates);
  if (given.some((bytes) => isSameBytes(bytes, digest)))
    return { isSigned: false, problem: formProblem(scheme), expected };
  if (!isExplained) return { isSigned: false, problem: MISMATCH, expected };
  const deviations = [...keyDeviations(scheme, secret, input.key, content), ...contentDeviations(input)];
  return { isSigned: false, problem: findFit(deviations, given) ?? MISMATCH, expected };
}

/** A secret that is not of the format's form may still be the right one, with its prefix cut off or blanks around it. */
function judgeUnreadable(
  signature: SignatureFormat,
  { candidates }: ReceivedSignature,
  { secret, content, isExplained }: Given,
): SecretVerdict {
  const given = digestsIn(candidates);
  const fit =
    signature.algorithm === 'ed25519' || !isExplained
      ? null
      : findFit(keyDeviations(signature, secret, null, content), given);
  const message = `The secret ${findSecretFault(signature, secret) ?? 'is not of the format'}.`;
  return { isSigned: false, problem: fit ?? { code: 'secret_unreadable', message }, expected: [] };
}

function findFit(deviations: readonly Deviation[], given: readonly Buffer[]): Problem | null {
  for (const { code, message, input } of deviations) {
    const digest = hmacOf(input.hash, input.key, input.content);
    if (given.some((bytes) => isSameBytes(bytes, digest))) return { code, message };
  }
  return null;
}

function formProblem(scheme: SignatureScheme): Problem {
  const message = `The signature is right and written otherwise: the format writes ${scheme.value}, in ${encodingOf(scheme) === 'hex' ? 'lower-case hexadecimal digits' : 'base64 with its padding'}.`;
  return { code: 'signature_form', message };
}

/** Whatever in a header can be the bytes of a signature, however it is written. */
function digestsIn(candidates: readonly string[]): Buffer[] {
  const texts = candidates.flatMap((value) => [value, value.replace(/^[A-Za-z0-9]{1,16}[=,:]/, '')]);
  return [...new Set(texts)].flatMap((text) =>
    /^(?:[0-9a-f]{2})+$/i.test(text)
      ? [Buffer.from(text, 'hex'), Buffer.from(text, 'base64')]
      : [Buffer.from(text, 'base64')],
  );
}

function isSame(one: string, other: string): boolean {
  return isSameBytes(Buffer.from(one), Buffer.from(other));
}

function isSameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
