import { randomBytes } from 'node:crypto';
import { invalidField, PosthornError, type FieldFault } from '../domain/errors.ts';
import { publicKeyOf } from '../domain/signing-keys.ts';
import type { SignatureKind } from '../domain/webhook-secrets.ts';
import { algorithmOf, algorithmsOf, createSecret, findSecretFault, schemeOf } from '../wire/secrets.ts';
import { liveSecretsMax } from '../wire/signature.ts';
import type { SignatureFormat, WireFormat } from '../wire/wire-format.ts';

/** What a webhook's requests are signed with; `none` where its format does not sign, or it has no secret to sign with. */
export type ShownSignature = SignatureKind | 'none';

/** What a body says of the secret that signs. */
export interface GivenSecret {
  readonly secret?: string | undefined;
  readonly signature?: SignatureKind | undefined;
}

const OTHER_KIND = 'must be the one that the secret is for';

/** What is wrong with what a body says of the secret, for a webhook of the format. */
export function findSigningFaults(
  { signature: format }: WireFormat,
  { secret, signature }: GivenSecret,
): FieldFault[] {
  const message = secret === undefined ? undefined : findSecretFault(format, secret);
  if (message !== undefined) return [{ path: 'secret', message }];
  if (signature === undefined) return [];
  const possible = algorithmsOf(format);
  if (!possible.includes(signature)) {
    const known = possible.length === 0 ? 'it signs with nothing' : `it signs with ${possible.join(' or ')}`;
    return [{ path: 'signature', message: `must be one of the format: ${known}` }];
  }
  const isOther = secret !== undefined && algorithmOf(format, secret) !== signature;
  return isOther ? [{ path: 'signature', message: OTHER_KIND }] : [];
}

/**
 * The given secret, or a new one of the kind that is asked for; null where the format signs nothing of itself.
 * @param given without faults
 */
export function chooseSecret({ signature: format }: WireFormat, given: GivenSecret): string | null {
  if (given.secret !== undefined) return given.secret;
  if (format === null || (format.optional && given.signature === undefined)) return null;
  return generateSecret(format, given.signature ?? format.algorithm);
}

/**
 * The secret that a rotation makes the current one.
 * @param present what signs where nothing is said
 * @throws PosthornError `conflict` where the format does not sign, `invalid` for a secret that it does not sign with
 */
export function chooseNextSecret(format: WireFormat, given: GivenSecret, present: ShownSignature): string {
  if (format.signature === null) {
    throw new PosthornError('conflict', { detail: 'The webhook’s format does not sign.' });
  }
  const errors = findSigningFaults(format, given);
  if (errors.length > 0) throw new PosthornError('invalid', { errors });
  const kind = given.signature ?? (present === 'none' ? format.signature.algorithm : present);
  return given.secret ?? generateSecret(format.signature, kind);
}

/** @throws PosthornError `conflict` when as many secrets as may sign at once do already */
export function refuseTooMany({ signature }: WireFormat, liveCount: number): void {
  const most = signature === null ? 0 : liveSecretsMax(signature);
  if (liveCount < most) return;
  const detail = `${most} secrets sign already; wait for one to run out, or rotate with overlap_seconds 0.`;
  throw new PosthornError('conflict', { detail });
}

function generateSecret(format: SignatureFormat, kind: SignatureKind): string {
  return createSecret(schemeOf(format, kind) ?? format, randomBytes);
}

/**
 * A secret that stays keeps its kind: another one would silently be a new secret.
 * @throws PosthornError `invalid`
 */
export function refuseOtherKind({ signature }: GivenSecret, shown: ShownSignature): void {
  if (signature === undefined || signature === shown) return;
  throw invalidField('signature', `${OTHER_KIND}; rotate the secret to change it`);
}

/** What a webhook shows of its secret: how it signs, and, of a key pair, the half that receivers verify with. */
export function showSecret(
  { signature: format }: WireFormat,
  secret: string | null,
): { signature: ShownSignature; publicKey: string | null } {
  const signature = secret === null ? null : algorithmOf(format, secret);
  if (secret === null || signature === null) return { signature: 'none', publicKey: null };
  return { signature, publicKey: signature === 'ed25519' ? publicKeyOf(secret) : null };
}

/** The private half of a key pair leaves the database for nobody: receivers need the public one, and Posthorn alone signs. */
export function toSecretJson(secret: string | null): { secret: string | null; public_key: string | null } {
  const publicKey = secret === null ? null : publicKeyOf(secret);
  return { secret: publicKey === null ? secret : null, public_key: publicKey };
}

/** Whether it is shown to those who may see secrets. */
export function isShown(secret: string): boolean {
  return publicKeyOf(secret) === null;
}
