import type { TenantContext } from '../../auth/tenant.ts';
import type { DeliveriesService } from '../../deliveries/deliveries.service.ts';
import { invalidField, PosthornError } from '../../domain/errors.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import type { AddressPolicy } from '../../domain/network/address-rules.ts';
import type { ProbeService } from '../../probe/probe.service.ts';
import type { WebhooksService } from '../../webhooks/webhooks.service.ts';
import type { DialectDesk, ShownWebhook } from '../dialect-desk.ts';
import type { DialectWebhooks } from '../dialect-webhooks.repository.ts';
import type {
  CreateTaskflowWebhookBody,
  TestTaskflowWebhookBody,
  UpdateTaskflowWebhookBody,
} from './dto/taskflow-bodies.ts';
import { pageOfQuery, type TaskflowDeliveriesQuery } from './dto/taskflow-deliveries-query.ts';
import { TASKFLOW_EVENT_TYPES } from './event-types.ts';
import { ANONYMOUS } from './taskflow-defaults.ts';
import { toNewWebhook, toWebhookChange } from './taskflow-fields.ts';
import { toTaskflowDeliveries, type TaskflowDeliveriesJson } from './taskflow-json.ts';
import { statusListOf } from './taskflow-statuses.ts';
import { findHttpsFault } from './taskflow-url.ts';
import { admitting, renaming } from './taskflow-users.repository.ts';

export interface TaskflowServiceParts {
  readonly webhooks: WebhooksService;
  readonly links: DialectWebhooks;
  readonly desk: DialectDesk;
  readonly deliveries: DeliveriesService;
  readonly probe: ProbeService;
  readonly addressPolicy: AddressPolicy;
}

const SAMPLE_TYPE = 'job.completed';

/**
 * What TaskFlow's document asks for beside a webhook's own rules. A token's user has names and a limit apart from others, and
 * sees none of another user's; who comes without a user sees the webhooks of all, for the whole tenant is theirs to manage.
 */
export class TaskflowService {
  constructor(private readonly parts: TaskflowServiceParts) {}

  /** @throws PosthornError `invalid`; `conflict` for the name; `quota_exceeded` for the user's 11th; as `createOnce` */
  async create(
    by: TenantContext,
    body: CreateTaskflowWebhookBody,
    idempotency: Idempotency | null,
  ): Promise<{ readonly created: ShownWebhook; readonly isReplayed: boolean }> {
    const { webhooks, links, desk } = this.parts;
    this.refuseHttp(body.url);
    const { tenantId } = by;
    const owner = userOf(by) ?? ANONYMOUS;
    const admit = admitting({ tenantId, user: owner }, body.name);
    const link = links.linking(tenantId, { owner });
    const making = webhooks.create(by, toNewWebhook(body), idempotency, async (tx, webhookId) => {
      await admit(tx, webhookId);
      await link(tx, webhookId);
    });
    const { resource, isReplayed } = await inTaskflowWords(making);
    return { created: desk.show(resource.webhook, { oldId: null, owner }), isReplayed };
  }

  async findAll(by: TenantContext): Promise<ShownWebhook[]> {
    return await this.parts.desk.findAll(by.tenantId, ownersFor(by));
  }

  /** @throws PosthornError `not_found` */
  async find(by: TenantContext, id: string): Promise<ShownWebhook> {
    return await this.parts.desk.find(by.tenantId, id, ownersFor(by));
  }

  /** @throws PosthornError as `create`, and `not_found` */
  async update(by: TenantContext, id: string, body: UpdateTaskflowWebhookBody): Promise<ShownWebhook> {
    const shown = await this.find(by, id);
    if (body.url !== undefined) this.refuseHttp(body.url);
    const { owner } = shown;
    const step =
      body.name === undefined || owner === null
        ? null
        : renaming({ tenantId: by.tenantId, user: owner }, body.name);
    return await inTaskflowWords(this.parts.desk.update(by, shown, toWebhookChange(body), step));
  }

  /** @throws PosthornError `not_found` */
  async delete(by: TenantContext, id: string): Promise<void> {
    await this.parts.desk.delete(by, await this.find(by, id));
  }

  /** @throws PosthornError `not_found`, and as `ProbeService.testWebhook` */
  async test(
    by: TenantContext,
    id: string,
    body: TestTaskflowWebhookBody,
    gone: AbortSignal,
  ): Promise<Awaited<ReturnType<ProbeService['testWebhook']>>> {
    const { publicId, webhook } = await this.find(by, id);
    const type = body.event_type ?? webhook.events.find(isOfCatalogue) ?? SAMPLE_TYPE;
    const data = body.sample_data === undefined ? {} : { data: body.sample_data };
    const caller = { tenantId: by.tenantId, gone };
    return await this.parts.probe.testWebhook(caller, publicId, { event_type: type, ...data });
  }

  /** @throws PosthornError `not_found` */
  async findDeliveries(
    by: TenantContext,
    id: string,
    query: TaskflowDeliveriesQuery,
  ): Promise<TaskflowDeliveriesJson> {
    const { publicId, id: shownId } = await this.find(by, id);
    const place = pageOfQuery(query);
    const { page, pageSize } = place;
    const asked = {
      webhook_id: publicId,
      ...(query.status === undefined ? {} : { status: statusListOf(query.status) }),
    };
    const found = await this.parts.deliveries.listNumbered(by.tenantId, asked, {
      offset: (page - 1) * pageSize,
      limit: pageSize,
    });
    return toTaskflowDeliveries(found, place, shownId);
  }

  private refuseHttp(url: string): void {
    const fault = findHttpsFault(url, this.parts.addressPolicy);
    if (fault !== undefined) throw invalidField('url', fault);
  }
}

/** Null for who comes without one. */
function userOf({ actor }: TenantContext): string | null {
  return actor.kind === 'token' ? actor.id : null;
}

/** Whose webhooks are shown: also those of nobody, as what was taken over without its users. Null for everyone's. */
function ownersFor(by: TenantContext): readonly string[] | null {
  const user = userOf(by);
  return user === null ? null : [user, ANONYMOUS];
}

function isOfCatalogue(type: string): boolean {
  return Object.hasOwn(TASKFLOW_EVENT_TYPES, type);
}

/** The services tell faults by the native API's names. */
async function inTaskflowWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PosthornError) || error.errors === undefined) throw error;
    const errors = error.errors.map((fault) =>
      fault.path === 'secret' ? { ...fault, path: 'secret_token' } : fault,
    );
    throw new PosthornError(error.code, { errors, cause: error });
  }
}
