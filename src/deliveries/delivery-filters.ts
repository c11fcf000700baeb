import { parseErrorTypes, parseResponseStatuses } from '../domain/attempt-words.ts';
import { invalidField, PosthornError } from '../domain/errors.ts';
import { fromPublicId, type Uuid } from '../domain/ids.ts';
import { idRangeOf } from '../http/created-range.ts';
import type { DeliveriesRepository } from './deliveries.repository.ts';
import type { ListDeliveriesQuery } from './dto/list-deliveries.dto.ts';
import { parseStatuses } from './dto/status-words.ts';
import type { DeliveryFilter, Search } from './sql/branches.ts';

/** Whose URLs a search may begin. */
const WEBHOOKS_MAX = 1_000;
const SCHEME_AND_HOST = /^https?:\/\/[^/?#]*/i;
const NOTHING: Search = { kind: 'nothing' };

type FilterRows = Pick<DeliveriesRepository, 'findWebhookId' | 'findDeliveryOfAttempt' | 'findWebhooksByUrl'>;

/** Finds out what a list is asked for: names become ids, and `q` what it can mean. */
export class DeliveryFilters {
  constructor(private readonly rows: FilterRows) {}

  /** @throws PosthornError `not_found` for a webhook that the tenant does not have; `invalid` as `search` */
  async resolve(tenantId: Uuid, query: ListDeliveriesQuery): Promise<DeliveryFilter> {
    const { status, webhook_id: webhook, event_id: event, replay_id: replay, q } = query;
    return {
      tenantId,
      statuses: status === undefined ? null : parseStatuses(status),
      webhookId: webhook === undefined ? null : await this.findWebhookId(tenantId, webhook),
      eventId: event === undefined ? null : findId('event', event),
      eventType: query.event_type ?? null,
      errorTypes: query.error_type === undefined ? null : parseErrorTypes(query.error_type),
      responseStatuses:
        query.response_status === undefined ? null : parseResponseStatuses(query.response_status),
      tag: query.tag ?? null,
      replayId: replay === undefined ? null : findId('replay', replay),
      search: q === undefined ? null : await this.search(tenantId, q),
      ids: idRangeOf(query),
    };
  }

  /**
   * By its form: an id; the beginning of a URL; else a word. An id that nothing has finds nothing, where `webhook_id` and
   * `event_id` answer 404: whoever searches does not know yet what there is.
   * @throws PosthornError `invalid` where too many webhooks have URLs that begin so
   */
  private async search(tenantId: Uuid, text: string): Promise<Search> {
    const idOf = (kind: 'delivery' | 'event' | 'webhook' | 'attempt'): Uuid | null =>
      fromPublicId(kind, text);
    const [deliveryId, eventId] = [idOf('delivery'), idOf('event')];
    const [webhookId, attemptId] = [idOf('webhook'), idOf('attempt')];
    if (deliveryId !== null) return { kind: 'delivery', id: deliveryId };
    if (eventId !== null) return { kind: 'event', id: eventId };
    if (webhookId !== null) return { kind: 'webhooks', ids: [webhookId] };
    if (attemptId !== null) {
      const id = await this.rows.findDeliveryOfAttempt(tenantId, attemptId);
      return id === null ? NOTHING : { kind: 'delivery', id };
    }
    if (SCHEME_AND_HOST.test(text)) return await this.searchUrls(tenantId, text);
    const namedId = await this.rows.findWebhookId(tenantId, text);
    return { kind: 'word', word: text, webhookIds: namedId === null ? [] : [namedId] };
  }

  /** Stored URLs have scheme and host in lower case (RFC 3986 section 6.2.2.1). */
  private async searchUrls(tenantId: Uuid, text: string): Promise<Search> {
    const beginning = text.replace(SCHEME_AND_HOST, (start) => start.toLowerCase());
    const ids = await this.rows.findWebhooksByUrl(tenantId, beginning, WEBHOOKS_MAX + 1);
    if (ids.length > WEBHOOKS_MAX) {
      throw invalidField('q', 'must not begin the URLs of more than 1,000 webhooks');
    }
    return ids.length === 0 ? NOTHING : { kind: 'webhooks', ids };
  }

  private async findWebhookId(tenantId: Uuid, idOrUid: string): Promise<Uuid> {
    const id = await this.rows.findWebhookId(tenantId, idOrUid);
    if (id === null) throw new PosthornError('not_found', { detail: 'There is no such webhook.' });
    return id;
  }
}

function findId(kind: 'event' | 'replay', publicId: string): Uuid {
  const id = fromPublicId(kind, publicId);
  if (id === null) throw new PosthornError('not_found', { detail: `There is no such ${kind}.` });
  return id;
}
