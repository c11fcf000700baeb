import { randomBytes } from 'node:crypto';
import type { TenantContext } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import type { Created } from '../database/idempotency-ledger.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import { fromPublicId, type IdGenerator, type Uuid } from '../domain/ids.ts';
import { pageOf, type Page, type PageRequest } from '../http/pagination.ts';
import type { InboxBody } from './dto/inbox-bodies.ts';
import { TTL_SECONDS_DEFAULT, type InboxRecord, type InboxRequestRecord } from './inbox-record.ts';
import { InboxesRepository, type ChangeOrigin, type NewInbox } from './inboxes.repository.ts';

export interface InboxesParts {
  readonly database: Pick<Database, 'prisma' | 'clock'>;
  readonly ids: IdGenerator;
  readonly isOn: boolean;
}

/** 160 bits, which nobody guesses. */
const TOKEN_BYTES = 20;
const DEFAULT_STATUS = 200;
const DEFAULT_FAIL_STATUS = 503;

/** Makes, shows and changes inboxes; `InboxReceiver` fills them. Every method throws `inboxes_off` where they are off. */
export class InboxesService {
  private readonly repository: InboxesRepository;

  constructor(private readonly parts: InboxesParts) {
    this.repository = new InboxesRepository(parts.database.prisma);
  }

  /** @throws PosthornError `quota_exceeded` where there are too many, and as `createOnce` */
  async create(
    by: TenantContext,
    body: InboxBody,
    idempotency: Idempotency | null,
  ): Promise<Created<InboxRecord>> {
    const origin = this.originOf(by);
    const { fail_times: failTimes = 0 } = body;
    return await this.repository.create(origin, idempotency, {
      token: randomBytes(TOKEN_BYTES).toString('hex'),
      name: body.name ?? '',
      status: body.status ?? DEFAULT_STATUS,
      failStatus: body.fail_status ?? DEFAULT_FAIL_STATUS,
      failTimes,
      failUntil: failTimes,
      delayMs: body.delay_ms ?? 0,
      responseBody: body.response_body ?? '',
      expiresAt: endAfter(origin.now, body.ttl_seconds ?? TTL_SECONDS_DEFAULT),
    });
  }

  async list(tenantId: Uuid, request: PageRequest): Promise<Page<InboxRecord>> {
    const rows = await this.repository.findPage(tenantId, request, this.now());
    return pageOf(rows, request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.repository.count(tenantId, this.now());
  }

  /** @throws PosthornError `not_found` */
  async get(tenantId: Uuid, publicId: string): Promise<InboxRecord> {
    const now = this.now();
    const inbox = await this.repository.find(tenantId, readId(publicId), now);
    if (inbox === null) throw notFound();
    return inbox;
  }

  /**
   * Changes what the body names. `fail_times` counts from the next request on, whatever it was before.
   * @throws PosthornError `not_found`
   */
  async update(by: TenantContext, publicId: string, body: InboxBody): Promise<InboxRecord> {
    const origin = this.originOf(by);
    const change = (present: InboxRecord): Partial<NewInbox> => changesOf(body, present, origin.now);
    const inbox = await this.repository.update(origin, readId(publicId), change);
    if (inbox === null) throw notFound();
    return inbox;
  }

  /** @throws PosthornError `not_found` */
  async delete(by: TenantContext, publicId: string): Promise<void> {
    if (!(await this.repository.delete(this.originOf(by), readId(publicId)))) throw notFound();
  }

  /** @throws PosthornError `not_found` */
  async listRequests(
    tenantId: Uuid,
    publicId: string,
    request: PageRequest,
  ): Promise<Page<InboxRequestRecord>> {
    const { id } = await this.get(tenantId, publicId);
    return pageOf(await this.repository.findRequests(tenantId, id, request), request, (row) => row.id);
  }

  /** @throws PosthornError `not_found` */
  async countRequests(tenantId: Uuid, publicId: string): Promise<number> {
    const { id } = await this.get(tenantId, publicId);
    return await this.repository.countRequests(tenantId, id);
  }

  /** Removes what it has kept; what it answers, and how many have come, stays. @throws PosthornError `not_found` */
  async empty(by: TenantContext, publicId: string): Promise<void> {
    const inbox = await this.get(by.tenantId, publicId);
    await this.repository.empty(this.originOf(by), inbox);
  }

  private originOf(by: TenantContext): ChangeOrigin {
    return { tenantId: by.tenantId, by, ids: this.parts.ids, now: this.now() };
  }

  /** Every method comes by here. */
  private now(): Date {
    if (!this.parts.isOn) throw new PosthornError('inboxes_off');
    return new Date(this.parts.database.clock.now());
  }
}

function changesOf(body: InboxBody, present: InboxRecord, now: Date): Partial<NewInbox> {
  const { fail_times: failTimes, ttl_seconds: ttl } = body;
  const changes = {
    name: body.name,
    status: body.status,
    failStatus: body.fail_status,
    failTimes,
    failUntil: failTimes === undefined ? undefined : present.receivedCount + failTimes,
    delayMs: body.delay_ms,
    responseBody: body.response_body,
    expiresAt: ttl === undefined ? undefined : endAfter(now, ttl),
  };
  const named = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named);
}

function endAfter(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000);
}

function readId(publicId: string): Uuid {
  const id = fromPublicId('inbox', publicId);
  if (id === null) throw notFound();
  return id;
}

function notFound(): PosthornError {
  return new PosthornError('not_found', { detail: 'There is no such inbox.' });
}
