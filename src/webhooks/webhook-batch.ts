import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { CreateWebhookBody } from './dto/create-webhook.dto.ts';
import type { WebhookReference } from './dto/uid.ts';
import type { LockedWebhooks } from './locked-webhooks.repository.ts';
import { changesOf } from './webhook-audit.ts';
import { configure } from './webhook-changes.ts';
import type { WebhookWriter } from './webhook-writer.ts';
import type { CreationStep } from './webhooks.repository.ts';

export interface WebhookBatchParts {
  readonly webhooks: LockedWebhooks;
  readonly writer: WebhookWriter;
  readonly ids: IdGenerator;
  readonly tx: Parameters<CreationStep>[0];
}

/** Changes of one tenant's webhooks within one transaction; what it refuses before it writes leaves that as it was. */
export class WebhookBatch {
  constructor(private readonly parts: WebhookBatchParts) {}

  /** @param step runs before the webhook is written, with the id that it will have, and `after` once it is. */
  async create(body: CreateWebhookBody, steps: BatchSteps): Promise<Uuid> {
    const { webhooks, writer, ids, tx } = this.parts;
    const id = ids.next();
    await steps.before?.(tx, id);
    await writer.insert(webhooks, id, configure(body, null), body);
    await steps.after?.(tx, id);
    return id;
  }

  /**
   * Changes what the body names and leaves the rest; what is so already makes no version.
   * @returns the names of the fields that have changed; null where there is no such webhook
   */
  async change(reference: WebhookReference, body: CreateWebhookBody): Promise<string[] | null> {
    const { webhooks, writer } = this.parts;
    const present = await webhooks.find(reference);
    if (present === null) return null;
    const { secret, ...rest } = body;
    const wanted = configure(rest, present);
    const fields = Object.keys(changesOf(present, wanted));
    const isOtherSecret = secret !== undefined && secret !== (await this.findSecret(present.id));
    if (isOtherSecret) fields.push('secret');
    if (fields.length > 0) await writer.replace(webhooks, present, wanted, isOtherSecret ? { secret } : {});
    return fields;
  }

  private async findSecret(id: Uuid): Promise<string | undefined> {
    const live = await this.parts.webhooks.findSecrets(id);
    return live.find(({ expiresAt }) => expiresAt === null)?.secret;
  }
}

/** What else belongs to a webhook that is made. */
export interface BatchSteps {
  readonly before?: CreationStep;
  readonly after?: CreationStep;
}
