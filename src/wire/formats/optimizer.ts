import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/**
 * LLM Auto-Optimizer, "Payload Signing". Its receivers hand the payload to `verifySignature` as an object, which is
 * written as JSON again there, hence canonical; they allow the timestamp five minutes.
 */
export const optimizerFormat: WireFormat = completeFormat({
  name: 'optimizer',
  user_agent: 'LLM-Auto-Optimizer-Webhook/1.0',
  headers: {
    'X-Webhook-Timestamp': '{attempt.timestamp|ms}',
    'X-Webhook-Event': '{event.type}',
  },
  signature: {
    content: '{attempt.timestamp|ms}.{body}',
    header: 'X-Webhook-Signature',
    rotation: 'previous_header',
    optional: true,
  },
  json: 'canonical',
  body: {
    id: '{event.id}',
    type: '{event.type}',
    timestamp: '{event.timestamp|iso}',
    data: '{event.data}',
    metadata: { webhook_id: '{webhook.id}', delivery_id: '{delivery.id}' },
  },
});
