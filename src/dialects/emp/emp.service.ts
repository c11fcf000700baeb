import type { TenantContext } from '../../auth/tenant.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import { toPublicId, type Uuid } from '../../domain/ids.ts';
import { UNCONDITIONAL } from '../../http/entity-tag.ts';
import {
  decodeCursor,
  PAGE_LIMIT_MAX,
  pageRequestOf,
  type Page,
  type PageQuery,
} from '../../http/pagination.ts';
import type { DialectParts } from '../dialect-parts.ts';
import { isActive, type NativeWebhook } from '../dialect-webhook.ts';
import { DialectWebhooks } from '../dialect-webhooks.repository.ts';
import type { CreateEmpWebhookBody, UpdateEmpWebhookBody } from './dto/emp-webhook.dto.ts';
import { toEmpDelivery, type EmpDeliveryJson } from './emp-deliveries.ts';
import { EmpStats, type EmpStatsJson } from './emp-stats.ts';
import {
  createTestId,
  findTestFault,
  TEST_EVENT,
  toEmpTestSend,
  type EmpTestSendJson,
} from './emp-test-send.ts';
import {
  toEmpDetails,
  toEmpWebhook,
  toNativeChange,
  toNativeWebhook,
  type EmpWebhookDetailsJson,
  type EmpWebhookJson,
} from './emp-webhooks.ts';

/** "List all webhooks": all at once, but for a tenant with more than these; the rest is behind the cursor. */
const LISTED_MAX = 10_000;

/** What EMP's endpoints do, by the services of the native API. Webhooks are named by old ids, Posthorn's own, and uids. */
export class EmpService {
  private readonly links: DialectWebhooks;
  private readonly stats: EmpStats;

  constructor(private readonly parts: DialectParts) {
    const { database, stats, retentionDays } = parts;
    this.links = new DialectWebhooks(database.prisma, 'emp');
    this.stats = new EmpStats({ stats, clock: database.clock, retentionDays });
  }

  async create(
    by: TenantContext,
    body: CreateEmpWebhookBody,
    idempotency: Idempotency | null,
  ): Promise<{ readonly webhook: EmpWebhookJson; readonly isReplayed: boolean }> {
    const { tenantId } = by;
    const step = this.links.linking(tenantId, {});
    const native = toNativeWebhook(body);
    const { resource, isReplayed } = await this.parts.webhooks.create(by, native, idempotency, step);
    const { webhook } = resource;
    if (!isReplayed) {
      const fields = { webhook: webhook.id, tenant: tenantId, url: withoutQuery(webhook.url) };
      this.parts.log.info(fields, 'webhook registered');
    }
    return { webhook: toEmpWebhook(webhook, await this.idOf(webhook)), isReplayed };
  }

  /** All of them, newest first; a page where the query asks for one. */
  async list(tenantId: Uuid, query: PageQuery): Promise<Page<EmpWebhookDetailsJson>> {
    const isPage = query.limit !== undefined || query.cursor !== undefined;
    const page = isPage
      ? await this.parts.webhooks.list(tenantId, pageRequestOf(query))
      : await this.listAll(tenantId);
    const idOf = await this.idsOf(
      tenantId,
      page.data.map(({ id }) => id),
    );
    return { ...page, data: page.data.map((webhook) => toEmpDetails(webhook, idOf(webhook.id))) };
  }

  async get(tenantId: Uuid, given: string): Promise<EmpWebhookDetailsJson> {
    const webhook = await this.find(tenantId, given);
    return toEmpDetails(webhook, await this.idOf(webhook));
  }

  /** Changes what the body names. One that is to be active again is, whoever has disabled it. */
  async update(by: TenantContext, given: string, body: UpdateEmpWebhookBody): Promise<EmpWebhookDetailsJson> {
    const { webhooks } = this.parts;
    const present = await this.find(by.tenantId, given);
    const id = toPublicId('webhook', present.id);
    const change = toNativeChange(body, present);
    let webhook = await webhooks.update(by, id, change, UNCONDITIONAL);
    if (body.active === true && !isActive(webhook)) {
      webhook = await webhooks.act(by, id, 'enable', UNCONDITIONAL);
    }
    return toEmpDetails(webhook, await this.idOf(webhook));
  }

  /** @returns its id */
  async delete(by: TenantContext, given: string): Promise<string> {
    const webhook = await this.find(by.tenantId, given);
    await this.parts.webhooks.delete(by, toPublicId('webhook', webhook.id), UNCONDITIONAL);
    return await this.idOf(webhook);
  }

  /** @param gone fires when nobody waits for the answer any more */
  async test(
    tenantId: Uuid,
    given: string,
    gone: AbortSignal,
  ): Promise<{ readonly sent: EmpTestSendJson; readonly fault: string | null }> {
    const webhook = await this.find(tenantId, given);
    const eventId = createTestId(this.parts.database.clock.now());
    const name = toPublicId('webhook', webhook.id);
    const sent = await this.parts.probe.testWebhook({ tenantId, gone }, name, TEST_EVENT, eventId);
    return { sent: toEmpTestSend(sent, await this.idOf(webhook)), fault: findTestFault(sent) };
  }

  async listDeliveries(
    tenantId: Uuid,
    given: string | null,
    query: PageQuery,
  ): Promise<Page<EmpDeliveryJson>> {
    const named = given === null ? {} : { webhook_id: await this.links.resolve(tenantId, given) };
    const page = await this.parts.deliveries.list(tenantId, { ...query, ...named });
    const idOf = await this.idsOf(
      tenantId,
      page.data.map(({ webhookId }) => webhookId),
    );
    return { ...page, data: page.data.map((one) => toEmpDelivery(one, idOf(one.webhookId))) };
  }

  async statsOf(tenantId: Uuid, given: string): Promise<EmpStatsJson> {
    return await this.stats.ofWebhook(tenantId, await this.links.resolve(tenantId, given));
  }

  async summarize(tenantId: Uuid): Promise<EmpStatsJson & { readonly total_webhooks: number }> {
    const [counts, total] = await Promise.all([
      this.stats.ofTenant(tenantId),
      this.parts.webhooks.count(tenantId),
    ]);
    return { total_webhooks: total, ...counts };
  }

  private async find(tenantId: Uuid, given: string): Promise<NativeWebhook> {
    return await this.parts.webhooks.get(tenantId, await this.links.resolve(tenantId, given));
  }

  private async listAll(tenantId: Uuid): Promise<Page<NativeWebhook>> {
    const { webhooks } = this.parts;
    let page = await webhooks.list(tenantId, { limit: PAGE_LIMIT_MAX, cursor: undefined });
    const data = page.data;
    while (page.next_cursor !== null && data.length < LISTED_MAX) {
      const cursor = decodeCursor(page.next_cursor);
      page = await webhooks.list(tenantId, { limit: PAGE_LIMIT_MAX, cursor });
      data.push(...page.data);
    }
    return { ...page, data, prev_cursor: null };
  }

  private async idOf({ tenantId, id }: NativeWebhook): Promise<string> {
    return (await this.idsOf(tenantId, [id]))(id);
  }

  /** How ids of webhooks are told: the old one of each that has one. */
  private async idsOf(tenantId: Uuid, ids: readonly Uuid[]): Promise<(id: Uuid) => string> {
    const links = await this.links.findLinks(tenantId, ids);
    return (id) => links.get(id)?.oldId ?? toPublicId('webhook', id);
  }
}

/** Queries may carry credentials of the receiver's. */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
