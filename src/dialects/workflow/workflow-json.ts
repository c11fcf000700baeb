import type { ProbeService } from '../../probe/probe.service.ts';
import type { ShownWebhook } from '../dialect-desk.ts';

type TestSend = Awaited<ReturnType<ProbeService['testUrl']>>;

/** "Registering a Webhook", "Response", but for the secret, which the answer to a creation alone has. */
export interface WorkflowWebhookJson {
  /** Opaque; one that was imported keeps its own. */
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Whether anything is sent to it. */
  readonly active: boolean;
  /** RFC 3339, UTC, ms. */
  readonly createdAt: string;
}

export interface CreatedWorkflowWebhookJson extends WorkflowWebhookJson {
  /** As it was given; absent where none was. */
  readonly secret?: string;
}

/** "Testing Webhooks", "Response". */
export interface WorkflowTestJson {
  readonly success: boolean;
  /** Null where no answer came. */
  readonly statusCode: number | null;
  readonly message: string;
}

const DELIVERED = 'Webhook delivered successfully';

export function toWorkflowWebhook({ webhook, id, isActive }: ShownWebhook): WorkflowWebhookJson {
  const { url, events, createdAt } = webhook;
  return { id, url, events, active: isActive, createdAt: createdAt.toISOString() };
}

/** With the secret where the document shows it. */
export function toCreatedWorkflowWebhook(
  shown: ShownWebhook,
  secret: string | null,
): CreatedWorkflowWebhookJson {
  const { id, url, events, active, createdAt } = toWorkflowWebhook(shown);
  return { id, url, events, ...(secret === null ? {} : { secret }), active, createdAt };
}

export function toWorkflowTest({ outcome, response_status, error_message }: TestSend): WorkflowTestJson {
  const success = outcome === 'succeeded';
  return { success, statusCode: response_status, message: success ? DELIVERED : (error_message ?? '') };
}
