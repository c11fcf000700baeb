import type { OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '../../database/database.ts';
import type { Created } from '../../database/idempotency-ledger.ts';
import { createKeySecret, formatApiKey } from '../../domain/api-keys.ts';
import { invalidField, PosthornError } from '../../domain/errors.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import { fromPublicId, type IdGenerator, type Uuid } from '../../domain/ids.ts';
import type { EngineLog } from '../../engine/engine-log.ts';
import { namesNothing } from '../../http/dto-fields.ts';
import { refuseUnmet, type Preconditions } from '../../http/entity-tag.ts';
import { pageOf, type Page, type PageRequest } from '../../http/pagination.ts';
import type { KeyRing, KnownKey } from '../bearer-access.ts';
import type { TenantContext } from '../tenant.ts';
import { apiKeyTag } from './api-key-json.ts';
import type { ApiKeyRecord, ShownApiKey } from './api-key-record.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';
import type { CreateApiKeyBody, RotateApiKeyBody, UpdateApiKeyBody } from './dto/api-key-bodies.ts';
import { KeyMemory } from './key-memory.ts';
import { KeyUses } from './key-uses.ts';

const OVERLAP_SECONDS = 86_400;

export interface ApiKeysParts {
  readonly database: Pick<Database, 'prisma' | 'clock'>;
  readonly ids: IdGenerator;
  readonly randomBytes: (size: number) => Buffer;
  readonly log: EngineLog;
  /** Milliseconds of a clock that only goes on. */
  readonly monotonicNow: () => number;
}

/** Keeps the API's keys: to whoever administers them, and to whoever judges requests by them. */
export class ApiKeysService implements KeyRing, OnApplicationShutdown {
  private readonly repository: ApiKeysRepository;
  private readonly memory: KeyMemory<KnownKey>;
  private readonly uses: KeyUses;

  constructor(private readonly parts: ApiKeysParts) {
    const repository = new ApiKeysRepository(parts.database.prisma, parts.ids);
    const now = parts.monotonicNow;
    this.repository = repository;
    this.memory = new KeyMemory({ read: async (id) => await repository.findKnown(id), now });
    const write = async (ids: readonly Uuid[]): Promise<void> => {
      await repository.markUsed(ids, this.now());
    };
    this.uses = new KeyUses({ write, log: parts.log, now });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.uses.flush();
  }

  async find(id: Uuid): Promise<KnownKey | null> {
    return await this.memory.find(id);
  }

  noteUse(id: Uuid): void {
    this.uses.note(id);
  }

  /** @throws PosthornError `forbidden` for a key beyond the caller's own reach, `invalid`, and as `createOnce` */
  async create(
    context: TenantContext,
    body: CreateApiKeyBody,
    idempotency: Idempotency | null,
  ): Promise<Created<ShownApiKey<string | null>>> {
    const isOfEveryTenant = body.all_tenants === true;
    if (isOfEveryTenant && !context.isOfEveryTenant) {
      throw new PosthornError('forbidden', { detail: 'Only a key of every tenant can make another one.' });
    }
    const secret = createKeySecret(this.parts.randomBytes);
    const newId = this.parts.ids.next();
    const { resource, isReplayed } = await this.repository.create(context, idempotency, newId, (id) => ({
      id,
      tenantId: isOfEveryTenant ? null : context.tenantId,
      name: body.name,
      scopes: body.scopes,
      expiresAt: this.readExpiry(body.expires_at ?? null),
      secret,
      now: this.now(),
    }));
    const text = isReplayed ? null : formatApiKey({ id: resource.id, secret });
    return { resource: { record: resource, text }, isReplayed };
  }

  async get(context: TenantContext, publicId: string): Promise<ApiKeyRecord> {
    const id = fromPublicId('key', publicId);
    const key = id === null ? null : await this.repository.find(context, id);
    if (key === null) throw new PosthornError('not_found', { detail: 'There is no such key.' });
    return key;
  }

  async list(context: TenantContext, request: PageRequest): Promise<Page<ApiKeyRecord>> {
    return pageOf(await this.repository.findPage(context, request), request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(context: TenantContext): Promise<number> {
    return await this.repository.count(context);
  }

  /** Changes what the body names and leaves the rest; a body that names nothing makes no version. */
  async update(
    context: TenantContext,
    publicId: string,
    body: UpdateApiKeyBody,
    preconditions: Preconditions,
  ): Promise<ApiKeyRecord> {
    const expiresAt = body.expires_at === undefined ? undefined : this.readExpiry(body.expires_at);
    return await this.change(context, publicId, preconditions, async (present, now) => {
      if (namesNothing(body)) return present;
      const { name = present.name, scopes = present.scopes } = body;
      const configuration = {
        name,
        scopes,
        expiresAt: expiresAt === undefined ? present.expiresAt : expiresAt,
      };
      return await this.repository.replace(context, present, configuration, now);
    });
  }

  /** The present secret stays good for the overlap; one that an earlier rotation left ends now. */
  async rotate(
    context: TenantContext,
    publicId: string,
    { overlap_seconds: overlapSeconds = OVERLAP_SECONDS }: RotateApiKeyBody,
    preconditions: Preconditions,
  ): Promise<ShownApiKey<string>> {
    const secret = createKeySecret(this.parts.randomBytes);
    const record = await this.change(context, publicId, preconditions, async (present, now) => {
      const previousEndsAt = new Date(now.getTime() + overlapSeconds * 1_000);
      return await this.repository.rotate(context, present, { secret, previousEndsAt }, now);
    });
    return { record, text: formatApiKey({ id: record.id, secret }) };
  }

  async revoke(context: TenantContext, publicId: string, preconditions: Preconditions): Promise<void> {
    await this.change(context, publicId, preconditions, async (present, now) => {
      return await this.repository.revoke(context, present, now);
    });
  }

  /** @param write gives null where somebody else was faster: then it looks again */
  private async change(
    context: TenantContext,
    publicId: string,
    preconditions: Preconditions,
    write: (present: ApiKeyRecord, now: Date) => Promise<ApiKeyRecord | null>,
  ): Promise<ApiKeyRecord> {
    for (;;) {
      const present = await this.get(context, publicId);
      refuseUnmet(preconditions, apiKeyTag(present));
      const changed = await write(present, this.now());
      if (changed === null) continue;
      this.memory.forget(changed.id);
      return changed;
    }
  }

  private readExpiry(text: string | null): Date | null {
    if (text === null) return null;
    const expiresAt = new Date(text);
    if (expiresAt > this.now()) return expiresAt;
    throw invalidField('expires_at', 'must lie in the future');
  }

  private now(): Date {
    return new Date(this.parts.database.clock.now());
  }
}
