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
import { toNewWebhook, WORKFLOW_FORMAT } from './workflow-fields.ts';

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

/** What the Workflow Orchestration API's document asks for, by the native API's services: what it does not say is native. */
export class WorkflowService {
  constructor(private readonly parts: WorkflowServiceParts) {}

  /** @throws PosthornError as `WebhooksService.create` */
  async create(
    by: TenantContext,
    body: CreateWorkflowWebhookBody,
    idempotency: Idempotency | null,
  ): Promise<CreatedWorkflowWebhook> {
    const { webhooks, links, desk } = this.parts;
    const link = links.linking(by.tenantId, {});
    const { resource, isReplayed } = await webhooks.create(by, toNewWebhook(body), idempotency, link);
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
    const wanted = { url, event_type: event, data: payload, format: WORKFLOW_FORMAT };
    return await this.parts.probe.testUrl(
      { tenantId, gone },
      secret == null ? wanted : { ...wanted, secret },
    );
  }
}
