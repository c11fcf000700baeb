const REQUEST = {
  headers: {
    'webhook-id': 'evt_01h455vb4pex5vsknk084sn02q',
    'webhook-timestamp': '1769860800',
    'webhook-signature': 'v1,J+4wogbGkSIyxqUeoIOkGDZh9YL8P9njJglH82udayw=',
  },
  body: '{"type":"order.paid","timestamp":"2026-01-31T12:00:00.000Z","data":{"order_id":4711}}',
  now: '2026-01-31T12:00:05Z',
};

/** Bodies in the API's document, each of which a test sends as it stands. */
export const VERIFY_EXAMPLES = {
  pasted: {
    summary: 'A request and the secret that should have signed it',
    value: { ...REQUEST, secrets: ['whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='] },
  },
};

export const VERIFY_WEBHOOK_EXAMPLES = {
  pasted: { summary: 'A request that a receiver refused', value: REQUEST },
};
