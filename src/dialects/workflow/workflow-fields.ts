import type { WebhooksService } from '../../webhooks/webhooks.service.ts';
import type { CreateWorkflowWebhookBody } from './dto/workflow-bodies.ts';

export const WORKFLOW_FORMAT = 'workflow';
const TIMEOUT_MS = 15_000;
/** Every answer but 2xx: 410 Gone too, which `any_failure` would take for an end. The delays are the native ones. */
const RETRY = { retry_on: 'status_400_up' } as const;

/** A valid body as the native API would have it. */
export function toNewWebhook({
  url,
  events,
  secret,
  active,
}: CreateWorkflowWebhookBody): Parameters<WebhooksService['create']>[1] {
  return {
    url,
    events,
    ...(secret == null ? {} : { secret }),
    format: WORKFLOW_FORMAT,
    retry: RETRY,
    timeout_ms: TIMEOUT_MS,
    active: active ?? true,
  };
}
