import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/** TaskFlow, "Webhook Payload" and "Common Headers": the time has no fraction, and the request is the payload's own. */
export const taskflowFormat: WireFormat = completeFormat({
  name: 'taskflow',
  headers: {
    'X-TaskFlow-Event': '{event.type}',
    'X-TaskFlow-Delivery-ID': '{delivery.id}',
  },
  signature: {
    header: 'X-TaskFlow-Signature',
    value: 'sha256={signature}',
    rotation: 'previous_header',
    optional: true,
  },
  body: {
    type: '{event.type}',
    request_id: '{event.data.request_id}',
    timestamp: '{event.timestamp|iso_s}',
    payload: '{event.data}',
  },
});
