import { createHash, timingSafeEqual } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { createKeySecret, hashKeySecret, isGoodHash, parseApiKey } from '../../domain/api-keys.ts';
import type { AuditOrigin } from '../../domain/audit/actor.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { IdGenerator } from '../../domain/ids.ts';
import { permits } from '../../domain/scopes.ts';
import { KeyMemory } from '../api-keys/key-memory.ts';
import { bearerOf, principalOfKey, type KeyRing } from '../bearer-access.ts';
import { BY_LINK, OPERATOR, type Principal } from '../principal.ts';
import type { SessionToken } from './session-cookie.ts';
import type { SessionRecord } from './session-record.ts';
import { SessionsRepository } from './sessions.repository.ts';

const HOUR_SECONDS = 3_600;
export const SESSION_SECONDS = 12 * HOUR_SECONDS;

export interface SessionsParts {
  readonly database: Pick<Database, 'prisma' | 'clock'>;
  readonly ids: IdGenerator;
  readonly randomBytes: (size: number) => Buffer;
  readonly keys: KeyRing;
  /** `POSTHORN_ADMIN_KEY`. */
  readonly adminKey: string | undefined;
  /** Milliseconds of a clock that only goes on. */
  readonly monotonicNow: () => number;
}

/** A session that has just begun, and what its holder's browser sends. */
export interface StartedSession {
  readonly record: SessionRecord;
  readonly token: SessionToken;
}

/**
 * Who is signed in at the console. A session stands for the key that it was begun with: it may do what the key may at that
 * moment, and ends with it, within a second at every process.
 */
export class SessionsService {
  private readonly repository: SessionsRepository;
  private readonly memory: KeyMemory<SessionRecord>;
  private readonly adminHash: Uint8Array | null;

  constructor(private readonly parts: SessionsParts) {
    const repository = new SessionsRepository(parts.database.prisma, parts.ids);
    this.repository = repository;
    this.memory = new KeyMemory({ read: async (id) => await repository.find(id), now: parts.monotonicNow });
    this.adminHash = parts.adminKey === undefined ? null : sha256(parts.adminKey);
  }

  /**
   * Begins one for whoever has just shown a key, or the link of a start.
   * @param authorization the header that it was shown by
   * @throws PosthornError `forbidden` for a key that may not read, and for a token (JWT), whose end nobody would tell a
   *   session of
   */
  async start(
    { tenantId, actor, scopes }: Principal,
    requestId: string | null,
    authorization: string | undefined,
  ): Promise<StartedSession> {
    const { kind, id: keyId, name } = actor;
    if (kind !== 'key' && kind !== 'admin_key') {
      throw new PosthornError('forbidden', { detail: 'A session begins with a key, not with a token.' });
    }
    if (!permits(scopes, 'read'))
      throw new PosthornError('forbidden', { detail: 'This needs the scope "read".' });
    const isByLink = kind === 'admin_key' && name === BY_LINK.actor.name;
    const secret = createKeySecret(this.parts.randomBytes);
    const now = this.parts.database.clock.now();
    const record: SessionRecord = {
      id: this.parts.ids.next(),
      secretHash: hashKeySecret(secret),
      apiKeyId: kind === 'key' ? keyId : null,
      credentialHash: isByLink ? null : hashCredential(bearerOf(authorization)),
      createdAt: new Date(now),
      expiresAt: new Date(now + SESSION_SECONDS * 1_000),
    };
    // In the log of the tenant whose key it is, of none for one that reaches them all: as the key itself.
    await this.repository.start({ tenantId, actor, requestId }, record);
    return { record, token: { id: record.id, secret } };
  }

  /** @throws PosthornError `unauthenticated`, whatever is wrong with it */
  async authenticate(token: SessionToken | null): Promise<Principal> {
    const session = await this.find(token);
    const principal = session === null ? null : await this.principalOf(session);
    if (principal === null) throw new PosthornError('unauthenticated');
    return principal;
  }

  /** Null for one that is unknown or over. */
  async find(token: SessionToken | null): Promise<SessionRecord | null> {
    if (token === null) return null;
    const session = await this.memory.find(token.id);
    if (session === null || session.expiresAt.getTime() <= this.parts.database.clock.now()) return null;
    return timingSafeEqual(hashKeySecret(token.secret), session.secretHash) ? session : null;
  }

  /** @returns whether there was one */
  async end(by: AuditOrigin, token: SessionToken | null): Promise<boolean> {
    const session = await this.find(token);
    if (session === null) return false;
    const isEnded = await this.repository.end(by, session.id);
    this.memory.forget(session.id);
    return isEnded;
  }

  /** Null where what it was begun with is good no more. */
  private async principalOf({ apiKeyId, credentialHash: hash }: SessionRecord): Promise<Principal | null> {
    if (hash === null) return BY_LINK;
    if (apiKeyId === null) {
      return this.adminHash !== null && timingSafeEqual(hash, this.adminHash) ? OPERATOR : null;
    }
    const key = await this.parts.keys.find(apiKeyId);
    if (!isGoodHash(key, hash, this.parts.database.clock.now()) || key === null) return null;
    this.parts.keys.noteUse(apiKeyId);
    return principalOfKey(key);
  }
}

function hashCredential(bearer: string): Uint8Array {
  const key = parseApiKey(bearer);
  return key === null ? sha256(bearer) : hashKeySecret(key.secret);
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
