import { randomBytes } from 'node:crypto';
import { invalidField } from '../domain/errors.ts';
import { publicKeyOf } from '../domain/signing-keys.ts';
import { createSecretOf, signatureKindOf, type SignatureKind } from '../domain/webhook-secrets.ts';

/** What a body says of the secret that signs. */
export interface GivenSecret {
  readonly secret?: string | undefined;
  readonly signature?: SignatureKind | undefined;
}

/**
 * The given secret, or a new one of the kind that is asked for.
 * @param presentKind what signs where nothing is said
 * @throws PosthornError `invalid` for a secret of another kind than is asked for
 */
export function chooseSecret({ secret, signature }: GivenSecret, presentKind: SignatureKind): string {
  if (secret === undefined) return createSecretOf(signature ?? presentKind, randomBytes);
  if (signature !== undefined && signatureKindOf(secret) !== signature) {
    throw invalidField('signature', 'must be the one that the secret is for');
  }
  return secret;
}

/**
 * A secret that stays keeps its kind: another one would silently be a new secret.
 * @throws PosthornError `invalid`
 */
export function refuseOtherKind(
  { secret, signature }: GivenSecret,
  present: { readonly signature: SignatureKind },
): void {
  const kind = secret === undefined ? present.signature : signatureKindOf(secret);
  if (signature === undefined || signature === kind) return;
  throw invalidField('signature', 'must be the one that the secret is for; rotate the secret to change it');
}

/** What a webhook shows of its secret: how it signs, and, of a key pair, the half that receivers verify with. */
export function showSecret(secret: string): { signature: SignatureKind; publicKey: string | null } {
  return { signature: signatureKindOf(secret), publicKey: publicKeyOf(secret) };
}

/** The private half of a key pair leaves the database for nobody: receivers need the public one, and Posthorn alone signs. */
export function toSecretJson(secret: string): { secret: string | null; public_key: string | null } {
  return { secret: isShown(secret) ? secret : null, public_key: publicKeyOf(secret) };
}

/** Whether it is shown to those who may see secrets. */
export function isShown(secret: string): boolean {
  return publicKeyOf(secret) === null;
}
