import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/** GitHub's webhooks: https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers */
export const githubFormat: WireFormat = completeFormat({
  name: 'github',
  headers: { 'X-GitHub-Event': '{event.type}', 'X-GitHub-Delivery': '{delivery.id}' },
  signature: { header: 'X-Hub-Signature-256', value: 'sha256={signature}', rotation: 'previous_header' },
});
