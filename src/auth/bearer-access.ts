import { createHash, timingSafeEqual } from 'node:crypto';
import { isGoodSecret, parseApiKey, type ApiKeyParts, type StoredKey } from '../domain/api-keys.ts';
import type { Clock } from '../domain/clock.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Authenticate } from './access.ts';
import { BY_LINK, OPERATOR, type Principal } from './principal.ts';

/** A stored key, and whom it stands for. */
export type KnownKey = StoredKey &
  Pick<Principal, 'tenantId' | 'scopes'> & { readonly id: Uuid; readonly name: string };

export interface KeyRing {
  /** As it was at most a second ago; null where there is no such key. */
  find(id: Uuid): Promise<KnownKey | null>;
  /** Called for each request with a good key; returns at once. */
  noteUse(id: Uuid): void;
}

export interface BearerAccessParts {
  /** `POSTHORN_ADMIN_KEY`. */
  readonly adminKey: string | undefined;
  readonly keys: KeyRing;
  /** Judges what is neither; null where no tokens are taken. */
  readonly authenticateToken: ((token: string) => Promise<Principal>) | null;
  /** The link to the console that this start printed; null where none was. */
  readonly link?: { take(token: string): boolean } | null;
  readonly clock: Clock;
}

const BEARER = /^bearer +(\S+)$/i;

/**
 * Takes `Authorization: Bearer <admin key, API key or token>` (RFC 6750 section 2.1). Whatever is wrong with it, the
 * answer is the same.
 */
export function bearerAccess({
  adminKey,
  keys,
  authenticateToken,
  link,
  clock,
}: BearerAccessParts): Authenticate {
  const adminHash = adminKey === undefined ? null : sha256(adminKey);

  const authenticateKey = async ({ id, secret }: ApiKeyParts): Promise<Principal> => {
    const key = await keys.find(id);
    if (!isGoodSecret(key, secret, clock.now()) || key === null) throw new PosthornError('unauthenticated');
    keys.noteUse(id);
    return principalOfKey(key);
  };

  return async ({ headers }) => {
    const given = bearerOf(headers.authorization);
    if (adminHash !== null && timingSafeEqual(sha256(given), adminHash)) return OPERATOR;
    const key = parseApiKey(given);
    if (key !== null) return await authenticateKey(key);
    if (link?.take(given) === true) return BY_LINK;
    if (authenticateToken === null) throw new PosthornError('unauthenticated');
    return await authenticateToken(given);
  };
}

/** What stands behind `Bearer` in the header; empty where nothing does. */
export function bearerOf(authorization: string | undefined): string {
  return BEARER.exec(authorization ?? '')?.[1] ?? '';
}

export function principalOfKey({ id, tenantId, scopes, name }: KnownKey): Principal {
  return { tenantId, scopes, actor: { kind: 'key', id, name } };
}

/** Hashes have one length, which `timingSafeEqual` needs and which hides the key's. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
