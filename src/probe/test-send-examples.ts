/** Bodies in the API's document, each of which a test sends as it stands. */
export const TEST_WEBHOOK_EXAMPLES = {
  sample: { summary: 'The sample', value: {} },
  own: {
    summary: 'An event of the caller’s own',
    value: { event_type: 'order.paid', data: { order_id: 4711, total: '99.90' } },
  },
};

export const TEST_URL_EXAMPLES = {
  plain: {
    summary: 'A URL that is not registered',
    value: {
      url: 'https://hooks.example.com/posthorn',
      event_type: 'order.paid',
      data: { order_id: 4711, total: '99.90' },
      headers: { 'X-Team': 'billing' },
    },
  },
};
