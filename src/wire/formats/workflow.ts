import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/**
 * Workflow Orchestration API, "Webhook Payload" and "Webhook Headers". Its receivers verify over
 * `JSON.stringify(req.body)`, hence canonical, and compare letter for letter, hence the bare digest.
 */
export const workflowFormat: WireFormat = completeFormat({
  name: 'workflow',
  headers: {
    'X-Webhook-Event': '{event.type}',
    'X-Webhook-Timestamp': '{event.timestamp|ms}',
  },
  signature: { header: 'X-Webhook-Signature', rotation: 'previous_header', optional: true },
  json: 'canonical',
  body: { event: '{event.type}', timestamp: '{event.timestamp|iso}', payload: '{event.data}' },
});
