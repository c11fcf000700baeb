import type { Keyring, StoredText } from '../domain/encryption/keyring.ts';
import { SealedTextError, type SealedPlace } from '../domain/encryption/sealed-text.ts';
import { headersPlace, secretPlace } from '../domain/encryption/webhook-places.ts';
import { PosthornError } from '../domain/errors.ts';
import { HEADER_MASK } from '../domain/header-mask.ts';
import type { Uuid } from '../domain/ids.ts';

type Headers = Readonly<Record<string, string>>;

/** A webhook's headers as its row holds them. */
export interface HeaderColumns {
  /** Where the values are sealed, the mask stands for each. */
  readonly headers: Record<string, string>;
  readonly sealedHeaders: string | null;
  readonly headersKeyId: string | null;
}

/** Whose the columns are. */
interface Owner {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

const RETRY_AFTER_SECONDS = 30;

export function sealHeaders(keyring: Keyring, { tenantId, id }: Owner, headers: Headers): HeaderColumns {
  const names = Object.keys(headers);
  const { text, keyId } = keyring.seal(JSON.stringify(headers), headersPlace(tenantId, id));
  if (keyId === null || names.length === 0) {
    return { headers: { ...headers }, sealedHeaders: null, headersKeyId: null };
  }
  const masked = Object.fromEntries(names.map((name) => [name, HEADER_MASK]));
  return { headers: masked, sealedHeaders: text, headersKeyId: keyId };
}

/** @throws PosthornError `unavailable` where this process has not the key */
export function openHeaders(keyring: Keyring, { tenantId, id }: Owner, columns: HeaderColumns): Headers {
  const { headers, sealedHeaders, headersKeyId } = columns;
  if (sealedHeaders === null) return headers;
  const stored = { text: sealedHeaders, keyId: headersKeyId };
  return JSON.parse(openStored(keyring, stored, headersPlace(tenantId, id))) as Headers;
}

/** @throws PosthornError `unavailable` where this process has not the key */
export function openSecret(keyring: Keyring, { tenantId, id }: Owner, stored: StoredText): string {
  return openStored(keyring, stored, secretPlace(tenantId, id));
}

function openStored(keyring: Keyring, stored: StoredText, place: SealedPlace): string {
  try {
    return keyring.open(stored, place);
  } catch (cause) {
    if (!(cause instanceof SealedTextError)) throw cause;
    throw cannotOpen(cause);
  }
}

/** This process has not the key of a webhook's secrets; another may, or this one after its next start. */
export function cannotOpen(cause: unknown): PosthornError {
  return new PosthornError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause });
}
