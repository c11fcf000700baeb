import type { TenantContext } from '../auth/tenant.ts';
import type { DialectName } from '../domain/dialect-names.ts';
import { PosthornError } from '../domain/errors.ts';
import { toPublicId, type Uuid } from '../domain/ids.ts';
import { UNCONDITIONAL } from '../http/entity-tag.ts';
import { decodeCursor, PAGE_LIMIT_MAX, type Cursor } from '../http/pagination.ts';
import type { WebhooksService } from '../webhooks/webhooks.service.ts';
import type { DialectLink, DialectWebhooks } from './dialect-webhooks.repository.ts';
import { isActive, type NativeWebhook } from './dialect-webhook.ts';

type UpdateBody = Parameters<WebhooksService['update']>[2];
type ChangeStep = NonNullable<Parameters<WebhooksService['update']>[4]>;

/** A webhook as a dialect shows it. */
export interface ShownWebhook {
  readonly webhook: NativeWebhook;
  /** By which the dialect knows it: that of the old system, or Posthorn's own. */
  readonly id: string;
  /** Posthorn's own. */
  readonly publicId: string;
  /** Null where the dialect tells no users apart, and for a webhook that was made elsewhere. */
  readonly owner: string | null;
  /** Neither its owner nor Posthorn has disabled it. */
  readonly isActive: boolean;
}

/**
 * The webhooks that a dialect's clients may know of: those that were made in it, and those of its wire format that were made
 * at the native API, which has all of them. Where owners are named, what is another's is left out.
 */
export class DialectDesk {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly links: DialectWebhooks,
    private readonly dialect: DialectName,
  ) {}

  show(webhook: NativeWebhook, link: DialectLink | undefined): ShownWebhook {
    const publicId = toPublicId('webhook', webhook.id);
    const [id, owner] = [link?.oldId ?? publicId, link?.owner ?? null];
    return { webhook, id, publicId, owner, isActive: isActive(webhook) };
  }

  /** All, newest first. @param owners null for those of every one */
  async findAll(tenantId: Uuid, owners: readonly string[] | null = null): Promise<ShownWebhook[]> {
    const { dialect } = this;
    const found: ShownWebhook[] = [];
    for (let cursor: Cursor | undefined; ;) {
      const request = { limit: PAGE_LIMIT_MAX, cursor };
      const page = await this.webhooks.list(tenantId, request, { dialect, owners });
      const links = await this.links.findLinks(
        tenantId,
        page.data.map(({ id }) => id),
      );
      found.push(...page.data.map((webhook) => this.show(webhook, links.get(webhook.id))));
      if (page.next_cursor === null) return found;
      cursor = decodeCursor(page.next_cursor);
    }
  }

  /** @throws PosthornError `not_found` for a webhook that the dialect does not show */
  async find(tenantId: Uuid, given: string, owners: readonly string[] | null = null): Promise<ShownWebhook> {
    const webhook = await this.webhooks.get(tenantId, await this.links.resolve(tenantId, given));
    const links = await this.links.findLinks(tenantId, [webhook.id]);
    const link = links.get(webhook.id);
    const owner = link?.owner ?? null;
    const isOfDialect = link !== undefined || webhook.format === this.dialect;
    const isSeen = owner === null || owners === null || owners.includes(owner);
    if (!isOfDialect || !isSeen)
      throw new PosthornError('not_found', { detail: 'There is no such webhook.' });
    return this.show(webhook, link);
  }

  /**
   * Changes what the body names. To make it active takes back whatever disabled it.
   * @throws PosthornError as `WebhooksService.update`
   */
  async update(
    by: TenantContext,
    shown: ShownWebhook,
    body: UpdateBody,
    step: ChangeStep | null = null,
  ): Promise<ShownWebhook> {
    const { publicId, id, owner } = shown;
    const { active, ...rest } = body;
    const changed = await this.webhooks.update(
      by,
      publicId,
      active === true ? rest : body,
      UNCONDITIONAL,
      step,
    );
    const isEnabled = active === true && !isActive(changed);
    const webhook = isEnabled ? await this.webhooks.act(by, publicId, 'enable', UNCONDITIONAL) : changed;
    return this.show(webhook, { oldId: id === publicId ? null : id, owner });
  }

  async delete(by: TenantContext, { publicId }: ShownWebhook): Promise<void> {
    await this.webhooks.delete(by, publicId, UNCONDITIONAL);
  }
}
