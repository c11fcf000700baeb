import type pg from 'pg';
import { readInTenant } from '../database/tenant-scope.ts';
import { CURL_BODY_BYTES_MAX, toCurlCommand } from '../domain/curl-command.ts';
import { renderBodyAgain } from '../engine/dispatch/render-request.ts';
import type { SubscriptionCache } from '../engine/fan-out/subscription-cache.ts';
import type { WebhookSnapshot } from '../engine/fan-out/webhook-snapshot.ts';
import { loadEvents } from '../engine/queue/event-loader.ts';
import { run } from '../engine/statement.ts';
import type { AttemptRecord, DeliveryRecord } from './delivery-record.ts';
import { SUBSCRIPTION_VERSION } from './sql/subscription-version.ts';

/** The request of an attempt, told again. */
export interface AttemptRequest {
  readonly url: string;
  /** In one shell command; null where its body cannot be made any more. */
  readonly curl: string | null;
  /** Null where it cannot be made any more, or is of more than 64 KiB. */
  readonly body: string | null;
  /** The webhook has not changed since: URL and body are those that were sent. */
  readonly isAsSent: boolean;
}

/**
 * Tells how the request of an attempt can be made again by hand. Neither URL nor body are kept with an attempt: both are
 * made anew of the webhook as it is now, which gives the same bytes while its version stands (guarantee 5).
 */
export class AttemptRequests {
  constructor(
    private readonly pool: pg.Pool,
    private readonly subscriptions: Pick<SubscriptionCache, 'get'>,
  ) {}

  /** Null once the webhook is deleted. */
  async find(delivery: DeliveryRecord, attempt: AttemptRecord): Promise<AttemptRequest | null> {
    const webhook = await this.findWebhook(delivery);
    if (webhook === undefined) return null;
    const rendered = await this.renderBody(webhook, delivery, attempt);
    const body = rendered === null ? null : toText(rendered);
    const { url } = webhook;
    return {
      url,
      isAsSent: webhook.version === attempt.webhookVersion,
      curl: rendered === null ? null : toCurlCommand({ url, headers: attempt.requestHeaders, body }),
      body,
    };
  }

  /** Another process may have changed it since this one last loaded it. */
  private async findWebhook({ tenantId, webhookId }: DeliveryRecord): Promise<WebhookSnapshot | undefined> {
    const [row] = await readInTenant(
      this.pool,
      tenantId,
      async (db) => await run<{ version: string }>(db, SUBSCRIPTION_VERSION, [tenantId]),
    );
    const { webhooks } = await this.subscriptions.get(tenantId, Number(row?.version ?? 0));
    return webhooks.get(webhookId);
  }

  /** Null where the event has lost its data, or the format cannot carry it. */
  private async renderBody(
    webhook: WebhookSnapshot,
    { id, eventId }: DeliveryRecord,
    { number, startedAt }: AttemptRecord,
  ): Promise<Buffer | null> {
    const { events } = await loadEvents(this.pool, [eventId], Number.MAX_SAFE_INTEGER);
    const event = events.get(eventId);
    if (event === undefined) return null;
    return renderBodyAgain(webhook, { deliveryId: id, event, number, now: startedAt.getTime() });
  }
}

/** Bodies are JSON, and so text. */
function toText(body: Buffer): string | null {
  return body.length > CURL_BODY_BYTES_MAX ? null : body.toString('utf8');
}
