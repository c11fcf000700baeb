import { exampleId } from '../http/openapi/example-ids.ts';
const PAID = { type: 'order.paid', data: { order_id: 4711, total: '99.90' } };

/** Bodies in the API's document, each of which a test sends as it stands. */
export const PUBLISH_EXAMPLES = {
  plain: { summary: 'Type and data', value: PAID },
  full: {
    summary: 'With a key, tags, a priority and an end',
    value: {
      ...PAID,
      idempotency_key: 'order-4711-paid',
      occurred_at: '2026-01-31T12:00:00Z',
      priority: 10,
      expires_after_ms: 86_400_000,
      tags: ['eu'],
    },
  },
  past: {
    summary: 'At a time of its own, here one that has passed: at once',
    value: { ...PAID, deliver_at: '2026-01-31T12:00:00Z' },
  },
};

export const BATCH_EXAMPLES = {
  two: {
    summary: 'Two events',
    value: { events: [PAID, { type: 'order.shipped', data: { order_id: 4711 } }] },
  },
};

export const EXPLAIN_EXAMPLES = {
  event: { summary: 'An event that is not published', value: PAID },
  published: { summary: 'An event that was', value: { event_id: exampleId('event') } },
};
