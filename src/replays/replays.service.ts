import type { TenantContext } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import { findWebhookId } from '../database/find-webhook-id.ts';
import type { Created } from '../database/idempotency-ledger.ts';
import { PosthornError, type FieldFault } from '../domain/errors.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import { fromPublicId, toPublicId, type IdGenerator, type Uuid } from '../domain/ids.ts';
import { REPLAY_RATE_DEFAULT, type ReplayMode } from '../domain/replays.ts';
import { pageOf, type Page, type PageRequest } from '../http/pagination.ts';
import type { CreateReplayBody, ReplayFilterBody } from './dto/replay-bodies.ts';
import type { ReplayPlanner } from './replay-planner.ts';
import { previewReplay, type ReplayPreview } from './replay-preview.ts';
import type { ReplayFilter, ReplayRecord } from './replay-record.ts';
import { toReplayScope, type ReplayScope } from './replay-scope.ts';
import { ReplaysRepository, type ChangeOrigin } from './replays.repository.ts';

export interface ReplaysParts {
  readonly database: Pick<Database, 'prisma' | 'apiPool' | 'enginePool' | 'clock'>;
  readonly ids: IdGenerator;
  readonly planner: ReplayPlanner;
  readonly monotonicNow: () => number;
}

/** Starts, shows and ends replays; `ReplayRunner` takes them on. */
export class ReplaysService {
  private readonly repository: ReplaysRepository;

  constructor(private readonly parts: ReplaysParts) {
    this.repository = new ReplaysRepository(parts.database.prisma);
  }

  /** What a replay of this body would do. @throws PosthornError `not_found`, and `invalid` for a filter that the mode has not */
  async preview(tenantId: Uuid, body: CreateReplayBody): Promise<ReplayPreview> {
    const { scope } = await this.read(tenantId, body);
    return await this.look(scope);
  }

  /**
   * Starts a replay of what matches now; its deliveries are made due from the next second on.
   * @throws PosthornError as `preview`, `conflict` where too many run, and as `createOnce`
   */
  async create(
    by: TenantContext,
    body: CreateReplayBody,
    idempotency: Idempotency | null,
  ): Promise<Created<ReplayRecord>> {
    const { scope, filter } = await this.read(by.tenantId, body);
    const { count, isWhole } = await this.look(scope);
    return await this.repository.create(this.originOf(by), idempotency, {
      mode: body.mode,
      filter,
      ratePerSecond: body.rate_per_second ?? REPLAY_RATE_DEFAULT,
      totalCount: isWhole ? count : null,
      mark: scope.begin,
      createdAt: scope.until,
    });
  }

  async list(tenantId: Uuid, request: PageRequest): Promise<Page<ReplayRecord>> {
    return pageOf(await this.repository.findPage(tenantId, request), request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.repository.count(tenantId);
  }

  /** @throws PosthornError `not_found` */
  async get(tenantId: Uuid, publicId: string): Promise<ReplayRecord> {
    const id = fromPublicId('replay', publicId);
    const replay = id === null ? null : await this.repository.find(tenantId, id);
    if (replay === null) throw notFound('replay');
    return replay;
  }

  /**
   * Ends a replay; what it has made due stays so.
   * @throws PosthornError `not_found`, and `conflict` for one that has ended
   */
  async cancel(by: TenantContext, publicId: string): Promise<ReplayRecord> {
    const { id } = await this.get(by.tenantId, publicId);
    const { replay, isCancelled } = await this.repository.cancel(this.originOf(by), id, this.now());
    if (replay === null) throw notFound('replay');
    if (!isCancelled) throw new PosthornError('conflict', { detail: 'The replay has ended.' });
    return replay;
  }

  private async look(scope: ReplayScope): Promise<ReplayPreview> {
    const { planner, monotonicNow, database } = this.parts;
    return await previewReplay({ pool: database.enginePool, planner, monotonicNow }, scope);
  }

  private async read(
    tenantId: Uuid,
    body: CreateReplayBody,
  ): Promise<{ readonly scope: ReplayScope; readonly filter: ReplayFilter }> {
    refuseFaults(body.mode, body.filter);
    const filter = await this.toFilter(tenantId, body.filter);
    return { scope: toReplayScope({ tenantId, mode: body.mode, createdAt: this.now() }, filter), filter };
  }

  /** Names a webhook by its id: its uid may be another's when the replay comes to it. */
  private async toFilter(tenantId: Uuid, given: ReplayFilterBody): Promise<ReplayFilter> {
    const { webhook_id: webhook, event_id: event } = given;
    if (event !== undefined) await this.requireEvent(tenantId, event);
    const webhookId = webhook === undefined ? {} : { webhook_id: await this.findWebhook(tenantId, webhook) };
    const fields = Object.entries(given).filter(([, value]: [string, unknown]) => value !== undefined);
    return { ...(Object.fromEntries(fields) as ReplayFilter), ...webhookId };
  }

  private async findWebhook(tenantId: Uuid, idOrUid: string): Promise<string> {
    const id = await findWebhookId(this.parts.database.apiPool, tenantId, idOrUid);
    if (id === null) throw notFound('webhook');
    return toPublicId('webhook', id);
  }

  private async requireEvent(tenantId: Uuid, publicId: string): Promise<void> {
    const id = fromPublicId('event', publicId);
    if (id === null || !(await this.repository.hasEvent(tenantId, id))) throw notFound('event');
  }

  private originOf(by: TenantContext): ChangeOrigin {
    return { tenantId: by.tenantId, by, ids: this.parts.ids };
  }

  private now(): Date {
    return new Date(this.parts.database.clock.now());
  }
}

/** What is missing has no attempt that could have failed. */
function refuseFaults(mode: ReplayMode, { error_type, response_status }: ReplayFilterBody): void {
  if (mode !== 'missing') return;
  const errors = Object.entries({ error_type, response_status }).flatMap(([field, value]): FieldFault[] =>
    value === undefined
      ? []
      : [{ path: `filter.${field}`, message: 'must not be given in the mode missing' }],
  );
  if (errors.length > 0) throw new PosthornError('invalid', { errors });
}

function notFound(what: 'event' | 'replay' | 'webhook'): PosthornError {
  return new PosthornError('not_found', { detail: `There is no such ${what}.` });
}
