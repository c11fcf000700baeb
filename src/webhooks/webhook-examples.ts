/** Bodies in the API's document, each of which a test sends as it stands. */
const PLAIN = {
  summary: 'The least that is needed',
  value: { url: 'https://hooks.example.com/posthorn', events: ['order.*'] },
};

const FULL = {
  summary: 'With a filter, a header of its own and delays that grow',
  value: {
    url: 'https://hooks.example.com/posthorn',
    name: 'Billing',
    events: ['order.*', 'invoice.paid'],
    filter: { 'data.country': { $in: ['de', 'at'] } },
    headers: { 'X-Team': 'billing' },
    retry: {
      max_attempts: 5,
      initial_delay_ms: 1000,
      backoff_multiplier: 2,
      max_delay_ms: 60000,
      jitter: 0.2,
    },
    timeout_ms: 5000,
  },
};

export const CREATE_EXAMPLES = { plain: PLAIN, full: FULL };

export const PUT_EXAMPLES = { plain: PLAIN };

export const UPDATE_EXAMPLES = {
  events: { summary: 'Other types', value: { events: ['order.paid', 'order.refunded'] } },
  reset: { summary: 'Back to the default', value: { retry: null } },
};

export const ROTATE_EXAMPLES = {
  generated: { summary: 'A generated secret; the old one signs for a day', value: {} },
  overlap: { summary: 'The old one signs for an hour', value: { overlap_seconds: 3600 } },
};

export const MATCH_EXAMPLES = {
  types: { summary: 'By type alone', value: { events: ['order.*'] } },
  filter: {
    summary: 'By type and content',
    value: { events: ['order.*'], filter: { 'data.country': { $in: ['de', 'at'] } } },
  },
};
