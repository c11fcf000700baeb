const FIELDS = {
  description: 'A customer has paid an order.',
  schema: { type: 'object', required: ['order_id'], properties: { order_id: { type: 'integer' } } },
  example: { order_id: 4711 },
};

/** Bodies in the API's document, each of which a test sends as it stands. */
export const CREATE_EXAMPLES = {
  plain: { summary: 'The least that is needed', value: { name: 'order.paid' } },
  full: { summary: 'With a schema and an example', value: { name: 'order.refunded', ...FIELDS } },
};

export const PUT_EXAMPLES = { full: { summary: 'All of it', value: FIELDS } };

export const UPDATE_EXAMPLES = {
  schema: { summary: 'Without a schema from now on', value: { schema: null } },
};
