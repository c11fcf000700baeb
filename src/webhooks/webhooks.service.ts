import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { findHeaderFaults } from '../domain/custom-headers.ts';
import { PosthornError, type FieldFault } from '../domain/errors.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { AddressPolicy } from '../domain/network/address-rules.ts';
import { createWebhookSecret } from '../domain/webhook-secrets.ts';
import { isRefusedLiteral, parseWebhookUrl } from '../domain/webhook-url.ts';
import type { SubscriptionCache } from '../engine/fan-out/subscription-cache.ts';
import { pageOf, type Page, type PageRequest } from '../http/pagination.ts';
import { BUILT_IN_FORMATS, type FormatName } from '../wire/built-in-formats.ts';
import { reservedHeaderNames } from '../wire/renderer.ts';
import type { CreateWebhookBody } from './dto/create-webhook.dto.ts';
import { toRetryPolicy } from './dto/retry-policy.dto.ts';
import { parseWebhookReference } from './dto/uid.ts';
import type { NewWebhook, WebhookRecord } from './webhook-record.ts';
import { WebhooksRepository } from './webhooks.repository.ts';

const DEFAULT_FORMAT: FormatName = 'standard';
const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_MAX_IN_FLIGHT = 64;
const NAME_CHARACTERS_MAX = 200;

export interface WebhooksParts {
  readonly database: Pick<Database, 'prisma' | 'clock'>;
  readonly ids: IdGenerator;
  readonly subscriptions: SubscriptionCache;
  readonly addressPolicy: AddressPolicy;
}

export interface CreatedWebhook {
  readonly webhook: WebhookRecord;
  /** Shown now and never again in an answer that shows the webhook. */
  readonly secret: string;
}

export class WebhooksService {
  private readonly repository: WebhooksRepository;

  constructor(private readonly parts: WebhooksParts) {
    this.repository = new WebhooksRepository(parts.database.prisma);
  }

  /** @throws PosthornError `invalid` for its headers and address, `conflict` for a uid in use */
  async create(tenantId: Uuid, body: CreateWebhookBody): Promise<CreatedWebhook> {
    const { ids } = this.parts;
    const webhook = toNewWebhook(ids.next(), tenantId, body);
    this.refuseFaults(webhook);
    const secret = body.secret ?? createWebhookSecret(randomBytes);
    const created = await this.repository.create(webhook, { id: ids.next(), secret }, this.now());
    if (created === null) {
      throw new PosthornError('conflict', { detail: 'Another webhook has this uid.' });
    }
    this.parts.subscriptions.forget(tenantId);
    return { webhook: created, secret };
  }

  async get(tenantId: Uuid, idOrUid: string): Promise<WebhookRecord> {
    const reference = parseWebhookReference(idOrUid);
    const webhook = reference === null ? null : await this.repository.find(tenantId, reference);
    if (webhook === null) throw notFound();
    return webhook;
  }

  async list(tenantId: Uuid, request: PageRequest): Promise<Page<WebhookRecord>> {
    const rows = await this.repository.findPage(tenantId, request);
    return pageOf(rows, request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.repository.count(tenantId);
  }

  /** Soft: what waits for it ends `cancelled`, and its name stays in history. */
  async delete(tenantId: Uuid, idOrUid: string): Promise<void> {
    const { id } = await this.get(tenantId, idOrUid);
    const isDeleted = await this.repository.delete(tenantId, id, this.now());
    this.parts.subscriptions.forget(tenantId);
    if (!isDeleted) throw notFound();
  }

  private refuseFaults({ url, headers, format }: NewWebhook): void {
    const wireFormat = BUILT_IN_FORMATS[format as FormatName];
    const errors: FieldFault[] = findHeaderFaults(headers, reservedHeaderNames(wireFormat));
    if (isRefusedLiteral(url, this.parts.addressPolicy)) {
      errors.unshift({ path: 'url', message: 'must not name an address that is refused here' });
    }
    if (errors.length > 0) throw new PosthornError('invalid', { errors });
  }

  private now(): Date {
    return new Date(this.parts.database.clock.now());
  }
}

function toNewWebhook(id: Uuid, tenantId: Uuid, body: CreateWebhookBody): NewWebhook {
  const parsed = parseWebhookUrl(body.url);
  if ('fault' in parsed)
    throw new PosthornError('invalid', { errors: [{ path: 'url', message: parsed.fault }] });
  return {
    id,
    tenantId,
    uid: body.uid ?? null,
    name: body.name ?? new URL(parsed.url).host.slice(0, NAME_CHARACTERS_MAX),
    description: body.description ?? '',
    metadata: body.metadata ?? {},
    url: parsed.url,
    events: [...new Set(body.events)],
    headers: body.headers ?? {},
    format: body.format ?? DEFAULT_FORMAT,
    retry: toRetryPolicy(body.retry),
    timeoutMs: body.timeout_ms ?? DEFAULT_TIMEOUT_MS,
    maxInFlight: body.max_in_flight ?? DEFAULT_MAX_IN_FLIGHT,
    active: body.active ?? true,
  };
}

function notFound(): PosthornError {
  return new PosthornError('not_found', { detail: 'There is no such webhook.' });
}
