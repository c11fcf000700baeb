import type { TenantContext } from '../../auth/tenant.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import type { ProbeService } from '../../probe/probe.service.ts';
import type { WebhooksService } from '../../webhooks/webhooks.service.ts';
import type { DialectDesk, ShownWebhook } from '../dialect-desk.ts';
import type { DialectWebhooks } from '../dialect-webhooks.repository.ts';
import type {
  CreateWorkflowWebhookBody,
  TestWorkflowUrlBody,
  UpdateWorkflowWebhookBody,
} from './dto/workflow-bodies.ts';

export interface WorkflowServiceParts {
  readonly webhooks: WebhooksService;
  readonly links: DialectWebhooks;
  readonly desk: DialectDesk;
  readonly probe: ProbeService;
}

export interface CreatedWorkflowWebhook {
  readonly created: ShownWebhook;
  /** As it was given; null where none was. */
  readonly secret: string | null;
  readonly isReplayed: boolean;
}

const FORMAT = 'workflow';
const TIMEOUT_MS = 15_000;
/** Every answer but 2xx: 410 Gone too, which `any_failure` would take for an end. The delays are the native ones. */
const RETRY = { retry_on: 'status_400_up' } as const;

/** What the Workflow Orchestration API's document asks for, by the native API's services: what it does not say is native. */
export class WorkflowService {
  constructor(private readonly parts: WorkflowServiceParts) {}

  /** @throws PosthornError as `WebhooksService.create` */
  async create(
    by: TenantContext,
    { url, events, secret, active }: CreateWorkflowWebhookBody,
    idempotency: Idempotency | null,
  ): Promise<CreatedWorkflowWebhook> {
    const { webhooks, links, desk } = this.parts;
    const wanted = {
      url,
      events,
      format: FORMAT,
      retry: RETRY,
      timeout_ms: TIMEOUT_MS,
      active: active ?? true,
    };
    const { resource, isReplayed } = await webhooks.create(
      by,
      secret == null ? wanted : { ...wanted, secret },
      idempotency,
      links.linking(by.tenantId, {}),
    );
    return { created: desk.show(resource.webhook, undefined), secret: resource.secret, isReplayed };
  }

  async findAll(tenantId: string): Promise<ShownWebhook[]> {
    return await this.parts.desk.findAll(tenantId);
  }

  /** @throws PosthornError `not_found` */
  async find(tenantId: string, id: string): Promise<ShownWebhook> {
    return await this.parts.desk.find(tenantId, id);
  }

  /** @throws PosthornError as `WebhooksService.update` */
  async update(
    by: TenantContext,
    id: string,
    { id: _id, createdAt: _createdAt, ...changes }: UpdateWorkflowWebhookBody,
  ): Promise<ShownWebhook> {
    return await this.parts.desk.update(by, await this.find(by.tenantId, id), changes);
  }

  /** @throws PosthornError `not_found` */
  async delete(by: TenantContext, id: string): Promise<void> {
    await this.parts.desk.delete(by, await this.find(by.tenantId, id));
  }

  /** To a URL that need not be registered. @throws PosthornError as `ProbeService.testUrl` */
  async test(
    tenantId: string,
    { url, event, payload, secret }: TestWorkflowUrlBody,
    gone: AbortSignal,
  ): Promise<Awaited<ReturnType<ProbeService['testUrl']>>> {
    const wanted = { url, event_type: event, data: payload, format: FORMAT };
    return await this.parts.probe.testUrl(
      { tenantId, gone },
      secret == null ? wanted : { ...wanted, secret },
    );
  }
}
