import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/** Standard Webhooks 1.0: the id is the event's, the same for every attempt and webhook, so receivers can deduplicate. */
export const standardFormat: WireFormat = completeFormat({
  name: 'standard',
  headers: {
    'webhook-id': '{event.id}',
    'webhook-timestamp': '{attempt.timestamp|s}',
    'posthorn-delivery-id': '{delivery.id}',
    'posthorn-attempt': '{attempt.number}',
  },
  signature: {
    algorithm: 'hmac-sha256',
    secret: 'whsec',
    content: '{event.id}.{attempt.timestamp|s}.{body}',
    encoding: 'base64',
    header: 'webhook-signature',
    value: 'v1,{signature}',
    separator: ' ',
    alternatives: [{ algorithm: 'ed25519', secret: 'whsk', encoding: 'base64', value: 'v1a,{signature}' }],
  },
  body: { type: '{event.type}', timestamp: '{event.timestamp|iso}', data: '{event.data}' },
});
