import { createHash, timingSafeEqual } from 'node:crypto';
import { isGoodSecret, parseApiKey, type ApiKeyParts, type StoredKey } from '../domain/api-keys.ts';
import type { Clock } from '../domain/clock.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Authenticate } from './access.ts';
import { OPERATOR, type Principal } from './principal.ts';

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
  readonly clock: Clock;
}

const BEARER = /^bearer +(\S+)$/i;

/**
 * Takes `Authorization: Bearer <admin key, API key or token>` (RFC 6750 section 2.1). Whatever is wrong with it, the
 * answer is the same.
 */
export function bearerAccess({ adminKey, keys, authenticateToken, clock }: BearerAccessParts): Authenticate {
  const adminHash = adminKey === undefined ? null : sha256(adminKey);

  const authenticateKey = async ({ id, secret }: ApiKeyParts): Promise<Principal> => {
    const key = await keys.find(id);
    if (!isGoodSecret(key, secret, clock.now()) || key === null) throw new PosthornError('unauthenticated');
    keys.noteUse(id);
    const { tenantId, scopes, name } = key;
    return { tenantId, scopes, actor: { kind: 'key', id, name } };
  };

  return async ({ headers }) => {
    const given = BEARER.exec(headers.authorization ?? '')?.[1] ?? '';
    if (adminHash !== null && timingSafeEqual(sha256(given), adminHash)) return OPERATOR;
    const key = parseApiKey(given);
    if (key !== null) return await authenticateKey(key);
    if (authenticateToken === null) throw new PosthornError('unauthenticated');
    return await authenticateToken(given);
  };
}

/** Hashes have one length, which `timingSafeEqual` needs and which hides the key's. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
