import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/** Stripe's events: https://docs.stripe.com/webhooks#verify-manually. The key is the whole text of the secret. */
export const stripeFormat: WireFormat = completeFormat({
  name: 'stripe',
  signature: {
    content: '{attempt.timestamp|s}.{body}',
    header: 'Stripe-Signature',
    prefix: 't={attempt.timestamp|s},',
    value: 'v1={signature}',
  },
  body: {
    id: '{event.id}',
    object: 'event',
    type: '{event.type}',
    created: '{event.timestamp|s}',
    data: { object: '{event.data}' },
  },
});
