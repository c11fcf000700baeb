/** Bodies in the API's document, each of which a test sends as it stands. */
export const CREATE_EXAMPLES = {
  failed: { summary: 'All dead letters', value: { filter: {}, mode: 'failed' } },
  narrowed: {
    summary: 'What a receiver answered 5xx to in a night, slowly',
    value: {
      filter: {
        response_status: '5xx',
        created_after: '2026-01-30T22:00:00Z',
        created_before: '2026-01-31T06:00:00Z',
      },
      mode: 'failed',
      rate_per_second: 10,
    },
  },
  missing: {
    summary: 'What a webhook would get that was made too late',
    value: { filter: { event_type: 'order.paid' }, mode: 'missing', dry_run: true },
  },
};
