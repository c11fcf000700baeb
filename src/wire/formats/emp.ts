import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/**
 * EMP Job Queue, "Webhook Payload Format" and "HMAC Signature Verification". Its receivers verify over
 * `JSON.stringify(req.body)`, hence canonical.
 */
export const empFormat: WireFormat = completeFormat({
  name: 'emp',
  user_agent: 'EMP-Job-Queue-Webhook/1.0',
  headers: {
    'X-Webhook-Event': '{event.type}',
    'X-Webhook-ID': '{webhook.id}',
    'X-Event-ID': '{event.id}',
  },
  // "Headers and Authentication" shows it among the headers of a webhook's own.
  replaceable_headers: ['Content-Type'],
  signature: {
    header: 'X-Webhook-Signature',
    value: 'sha256={signature}',
    rotation: 'previous_header',
    optional: true,
  },
  // "Logging": `Webhook delivered successfully: wh_123 (job.completed, job_123)`.
  logged_data: ['job_id'],
  json: 'canonical',
  body: {
    event_type: '{event.type}',
    event_id: '{event.id}',
    timestamp: '{event.timestamp|ms}',
    webhook_id: '{webhook.id}',
    data: '{event.data}',
    metadata: {
      $when: {
        test: { test: true },
        retry: { retry_attempt: '{attempt.retries}', original_timestamp: '{event.timestamp|ms}' },
      },
    },
  },
});
