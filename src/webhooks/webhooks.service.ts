import type { TenantContext } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import type { Created } from '../database/idempotency-ledger.ts';
import { MASKED_CHANGE } from '../domain/audit/changes.ts';
import { invalidField, PosthornError } from '../domain/errors.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { AddressPolicy } from '../domain/network/address-rules.ts';
import type { SubscriptionCache } from '../engine/fan-out/subscription-cache.ts';
import type { WebhookSnapshot } from '../engine/fan-out/webhook-snapshot.ts';
import type { WorkNotifier } from '../engine/work-notifier.ts';
import { namesNothing } from '../http/dto-fields.ts';
import { refuseUnmet, UNCONDITIONAL, type Preconditions } from '../http/entity-tag.ts';
import { pageOf, type Page, type PageRequest } from '../http/pagination.ts';
import type { WireFormat } from '../wire/wire-format.ts';
import type { CreateWebhookBody } from './dto/create-webhook.dto.ts';
import { parseWebhookReference } from './dto/uid.ts';
import type { RotateSecretBody } from './dto/rotate-secret.dto.ts';
import type { UpdateWebhookBody } from './dto/update-webhook.dto.ts';
import type { LockedWebhooks, WebhookOrigin } from './locked-webhooks.repository.ts';
import { configure } from './webhook-changes.ts';
import { cannotOpen } from './sealed-columns.ts';
import { WebhookBatch } from './webhook-batch.ts';
import { webhookTag } from './webhook-json.ts';
import type { CreatedWebhook, WebhookRecord, WebhookSecretRecord } from './webhook-record.ts';
import { chooseNextSecret, refuseTooMany, showSecret } from './webhook-signing.ts';
import { WebhookWriter } from './webhook-writer.ts';
import { WebhooksRepository, type CreationStep, type DialectView } from './webhooks.repository.ts';

const DEFAULT_OVERLAP_SECONDS = 86_400;
/** For a thousand webhooks on a slow day. */
const MANY_CHANGES_MS = 120_000;

export interface WebhooksParts {
  readonly database: Pick<Database, 'prisma' | 'clock' | 'keyring'>;
  readonly ids: IdGenerator;
  readonly subscriptions: SubscriptionCache;
  readonly addressPolicy: AddressPolicy;
  readonly notifier: WorkNotifier;
}

type ChangeTransaction = Parameters<CreationStep>[0];

export type WebhookAction = 'pause' | 'resume' | 'enable';

export class WebhooksService {
  private readonly repository: WebhooksRepository;
  private readonly writer: WebhookWriter;

  constructor(private readonly parts: WebhooksParts) {
    this.repository = new WebhooksRepository(parts.database.prisma);
    this.writer = new WebhookWriter(parts.addressPolicy);
  }

  /**
   * @param step what else is made with it, for a dialect that keeps more of it
   * @throws PosthornError `invalid` for its headers and address, `conflict` for a uid in use, and as `createOnce`
   */
  async create(
    by: TenantContext,
    body: CreateWebhookBody,
    idempotency: Idempotency | null,
    step: CreationStep | null = null,
  ): Promise<Created<CreatedWebhook>> {
    const make = async (webhooks: LockedWebhooks, id: Uuid): Promise<CreatedWebhook> =>
      await this.writer.insert(webhooks, id, configure(body, null), body);
    const created = await this.repository.create(this.originOf(by), idempotency, make, step);
    if (!created.isReplayed) this.parts.subscriptions.forget(by.tenantId);
    return created;
  }

  async get(tenantId: Uuid, idOrUid: string): Promise<WebhookRecord> {
    const reference = parseWebhookReference(idOrUid);
    const webhook = reference === null ? null : await this.repository.find(tenantId, reference);
    if (webhook === null) throw notFound();
    return webhook;
  }

  /** As a delivery's sender has it, at its present version: for sending, never for an answer, since it holds secrets. */
  async getForSending(tenantId: Uuid, idOrUid: string): Promise<WebhookSnapshot> {
    const { id } = await this.get(tenantId, idOrUid);
    const version = await this.repository.findVersion(tenantId);
    const snapshot = await this.parts.subscriptions.get(tenantId, version);
    const webhook = snapshot.webhooks.get(id);
    if (webhook === undefined) throw notFound();
    if (webhook.sealFault !== null) throw cannotOpen(webhook.sealFault);
    return webhook;
  }

  async list(
    tenantId: Uuid,
    request: PageRequest,
    view: DialectView | null = null,
  ): Promise<Page<WebhookRecord>> {
    const rows = await this.repository.findPage(tenantId, request, view);
    return pageOf(rows, request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.repository.count(tenantId);
  }

  /**
   * Changes what the body names and leaves the rest; a body that names nothing makes no version. A header whose value is
   * the mask that is shown, `***`, keeps its stored value.
   * @param step what a dialect looks at before the change
   * @throws PosthornError as `create`, and `precondition_failed`
   */
  async update(
    by: TenantContext,
    idOrUid: string,
    body: UpdateWebhookBody,
    preconditions: Preconditions,
    step: CreationStep | null = null,
  ): Promise<WebhookRecord> {
    return await this.changeOne(by, idOrUid, preconditions, async (webhooks, present, tx) => {
      if (namesNothing(body)) return present;
      await step?.(tx, present.id);
      return await this.writer.replace(webhooks, present, configure(body, present), body);
    });
  }

  /**
   * Makes the webhook what the body says, whatever it was; what is absent is the default's, but for the uid and the
   * secret, which stay, and headers whose value is the mask, which keep theirs. A uid that no webhook has makes one,
   * whose secret is answered.
   * @throws PosthornError as `update`, `not_found` for an id that no webhook has, `invalid` for another uid in the body
   */
  async put(
    by: TenantContext,
    idOrUid: string,
    body: CreateWebhookBody,
    preconditions: Preconditions,
  ): Promise<WebhookRecord | CreatedWebhook> {
    const reference = parseWebhookReference(idOrUid);
    if (reference === null) throw notFound();
    return await this.change(by, async (webhooks) => {
      const present = await webhooks.find(reference);
      if (present === null && 'id' in reference) throw notFound();
      refuseUnmet(preconditions, present === null ? null : webhookTag(present));
      const uid = 'uid' in reference ? reference.uid : (present?.uid ?? null);
      if (body.uid !== undefined && body.uid !== uid) {
        throw invalidField('uid', 'must be the uid of the webhook at this address');
      }
      const configuration = { ...configure(body, null), uid };
      if (present === null)
        return await this.writer.insert(webhooks, this.parts.ids.next(), configuration, body);
      return await this.writer.replace(webhooks, present, configuration, body);
    });
  }

  /** Soft: what waits for it ends `cancelled`, and its name stays in history. */
  async delete(by: TenantContext, idOrUid: string, preconditions: Preconditions): Promise<void> {
    await this.changeOne(by, idOrUid, preconditions, async (webhooks, { id }) => {
      await webhooks.delete(id);
    });
  }

  /** Idempotent: a webhook that is so already is answered as it is. */
  async act(
    by: TenantContext,
    idOrUid: string,
    action: WebhookAction,
    preconditions: Preconditions,
  ): Promise<WebhookRecord> {
    const changed = await this.changeOne(by, idOrUid, preconditions, async (webhooks, present) => {
      if (action === 'pause') return present.pausedAt === null ? await webhooks.pause(present.id) : present;
      if (action === 'resume') return present.pausedAt === null ? present : await webhooks.resume(present.id);
      const isEnabled = present.active && present.disabledReason === null && !present.isFailing;
      return isEnabled ? present : await webhooks.enable(present);
    });
    if (action !== 'pause') this.parts.notifier.notify({ hasDeliveries: true, hasOutboxRows: false });
    return changed;
  }

  /** Those that sign now, the current one first. */
  async showSecrets(by: TenantContext, idOrUid: string): Promise<readonly WebhookSecretRecord[]> {
    const reference = parseWebhookReference(idOrUid);
    const secrets =
      reference === null ? null : await this.repository.showSecrets(this.originOf(by), reference);
    if (secrets === null) throw notFound();
    return secrets;
  }

  /**
   * Makes the given or a generated secret the current one; the one before signs beside it for the overlap (a day where
   * none is given). An overlap of 0 ends all others at once.
   * @throws PosthornError `conflict` when as many as may sign at once do already
   */
  async rotateSecret(
    by: TenantContext,
    idOrUid: string,
    body: RotateSecretBody,
  ): Promise<WebhookSecretRecord[]> {
    const overlapMs = (body.overlap_seconds ?? DEFAULT_OVERLAP_SECONDS) * 1_000;
    return await this.changeOne(by, idOrUid, UNCONDITIONAL, async (webhooks, present) => {
      const { id } = present;
      const format = await findFormat(webhooks, present.format);
      const secret = chooseNextSecret(format, body, present.signature);
      const live = await webhooks.findSecrets(id);
      if (live[0]?.secret === secret) throw invalidField('secret', 'must not be the current secret');
      if (overlapMs > 0) refuseTooMany(format, live.length);
      await webhooks.replaceSecret(id, secret, overlapMs);
      await webhooks.show(id, showSecret(format, secret));
      await webhooks.record(present, {
        action: 'webhook.secret_rotated',
        changes: { secret: MASKED_CHANGE },
      });
      return await webhooks.findSecrets(id);
    });
  }

  /**
   * Many changes in one transaction, which holds up the tenant's other changes.
   * @param work tells what came of it, and whether it stays; all of it is taken back where it does not
   */
  async changeMany<T>(
    by: TenantContext,
    work: (batch: WebhookBatch) => Promise<{ readonly result: T; readonly isKept: boolean }>,
  ): Promise<T> {
    const { ids } = this.parts;
    const run = async (webhooks: LockedWebhooks, tx: ChangeTransaction): Promise<T> => {
      const { result, isKept } = await work(new WebhookBatch({ webhooks, writer: this.writer, ids, tx }));
      if (!isKept) throw new TakenBack(result);
      return result;
    };
    try {
      return await this.change(by, run, MANY_CHANGES_MS);
    } catch (error) {
      if (error instanceof TakenBack) return error.result as T;
      throw error;
    }
  }

  private async changeOne<T>(
    by: TenantContext,
    idOrUid: string,
    preconditions: Preconditions,
    work: (webhooks: LockedWebhooks, present: WebhookRecord, tx: ChangeTransaction) => Promise<T>,
  ): Promise<T> {
    const { id } = await this.get(by.tenantId, idOrUid);
    return await this.change(by, async (webhooks, tx) => {
      const present = await webhooks.find({ id });
      if (present === null) throw notFound();
      refuseUnmet(preconditions, webhookTag(present));
      return await work(webhooks, present, tx);
    });
  }

  private async change<T>(
    by: TenantContext,
    work: (webhooks: LockedWebhooks, tx: ChangeTransaction) => Promise<T>,
    timeoutMs?: number,
  ): Promise<T> {
    const result = await this.repository.change(this.originOf(by), work, timeoutMs);
    this.parts.subscriptions.forget(by.tenantId);
    return result;
  }

  private originOf(by: TenantContext): WebhookOrigin {
    const { ids, database } = this.parts;
    const now = new Date(database.clock.now());
    return { tenantId: by.tenantId, by, now, ids, keyring: database.keyring };
  }
}

/** Ends a transaction that is to leave nothing behind. */
class TakenBack extends Error {
  constructor(readonly result: unknown) {
    super('taken back');
  }
}

/** A format in use is not deleted. */
async function findFormat(webhooks: LockedWebhooks, name: string): Promise<WireFormat> {
  const format = await webhooks.findFormat(name);
  if (format === null) throw new Error(`There is no wire format "${name}".`);
  return format;
}

function notFound(): PosthornError {
  return new PosthornError('not_found', { detail: 'There is no such webhook.' });
}
