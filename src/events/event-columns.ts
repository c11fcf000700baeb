/** Of an event, all but its data and when it was stored. */
export const SUMMARY_COLUMNS =
  'id, tenant_id, type, occurred_at, priority, tags, deliver_at, expires_at, cancelled_at, erased_at, traceparent, tracestate';
