import { createPublicKey, createSecretKey } from 'node:crypto';
import {
  errors,
  jwtVerify,
  type CryptoKey,
  type JWTPayload,
  type JWTVerifyGetKey,
  type KeyObject,
} from 'jose';
import type { TokenSettings } from '../../config/settings.ts';
import type { Clock } from '../../domain/clock.ts';
import { PosthornError } from '../../domain/errors.ts';
import { scopesAmong, type Scope } from '../../domain/scopes.ts';
import type { Principal } from '../principal.ts';
import type { TenantResolver } from '../tenant.ts';
import { createKeySet, KeySetUnavailableError, type ReadDocument } from './key-set.ts';

export interface TokenVerifierParts {
  readonly settings: TokenSettings;
  readonly tenants: TenantResolver;
  /** Reads the key set's document. */
  readonly read: ReadDocument;
  readonly clock: Clock;
}

type VerificationKey = CryptoKey | KeyObject;

/** What a key may verify; the token's own `alg` chooses among these and nothing else (RFC 8725 section 3.1). */
interface KeyAndAlgorithms {
  readonly key: VerificationKey | JWTVerifyGetKey;
  readonly algorithms: string[];
}

/** Of a token without a `scope` claim. */
const DEFAULT_SCOPES: readonly Scope[] = ['read', 'manage', 'publish'];
/** Between the issuer's clock and the database's. */
const CLOCK_TOLERANCE_SECONDS = 5;
const KEY_SET_RETRY_AFTER_SECONDS = 5;
const SUBJECT_LENGTH_MAX = 256;

/** Judges tokens: JWT (RFC 7519) with an issuer, an audience and an end. */
export class TokenVerifier {
  private readonly verification: KeyAndAlgorithms;

  constructor(private readonly parts: TokenVerifierParts) {
    this.verification = keyOf(parts.settings.key, parts.read);
  }

  /**
   * @throws PosthornError `unauthenticated` for a token that is not good; `forbidden` where its tenant is unknown;
   *   `unavailable` while the key set cannot be read
   */
  async authenticate(token: string): Promise<Principal> {
    const claims = await this.verify(token);
    const actor = { kind: 'token', id: subjectOf(claims), name: null } as const;
    return { tenantId: await this.findTenant(claims), scopes: scopesOf(claims), actor };
  }

  private async verify(token: string): Promise<JWTPayload> {
    const { settings, clock } = this.parts;
    const { key, algorithms } = this.verification;
    const rules = {
      algorithms,
      issuer: settings.issuer,
      audience: settings.audience,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
    };
    try {
      const verified =
        typeof key === 'function' ? jwtVerify(token, key, rules) : jwtVerify(token, key, rules);
      return (await verified).payload;
    } catch (cause) {
      if (isKeySetGone(cause)) {
        throw new PosthornError('unavailable', { retryAfterSeconds: KEY_SET_RETRY_AFTER_SECONDS, cause });
      }
      throw new PosthornError('unauthenticated', { cause });
    }
  }

  private async findTenant(claims: JWTPayload): Promise<string> {
    const name = claims[this.parts.settings.tenantClaim];
    const isName = name === undefined || typeof name === 'string';
    const tenantId = isName ? await this.parts.tenants.resolve(name) : null;
    if (tenantId !== null) return tenantId;
    throw new PosthornError('forbidden', { detail: 'The token is of no tenant that there is.' });
  }
}

function keyOf(key: TokenSettings['key'], read: ReadDocument): KeyAndAlgorithms {
  switch (key.kind) {
    case 'secret':
      return { key: createSecretKey(key.secret, 'utf8'), algorithms: ['HS256'] };
    case 'public_key': {
      const publicKey = createPublicKey(key.pem);
      return { key: publicKey, algorithms: [publicKey.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256'] };
    }
    case 'key_set':
      return { key: createKeySet(key.url, read), algorithms: ['RS256', 'ES256'] };
  }
}

/** The issuer's trouble, or ours with reaching it; the token may be good. */
function isKeySetGone(error: unknown): boolean {
  if (error instanceof KeySetUnavailableError || error instanceof errors.JWKSInvalid) return true;
  // What is no JSON has no class of its own.
  return error instanceof errors.JOSEError && error.code === errors.JOSEError.code;
}

/** As it can be stored: the issuer decides what stands in it (RFC 7519 section 4.1.2). */
function subjectOf({ sub }: JWTPayload): string | null {
  return typeof sub === 'string' ? sub.slice(0, SUBJECT_LENGTH_MAX).replaceAll('\0', '\uFFFD') : null;
}

/** `scope` is a list of words with spaces between (RFC 8693 section 4.2); of any other form it names nothing. */
function scopesOf({ scope }: JWTPayload): readonly Scope[] {
  if (scope === undefined) return DEFAULT_SCOPES;
  return typeof scope === 'string' ? scopesAmong(scope.split(' ')) : [];
}
