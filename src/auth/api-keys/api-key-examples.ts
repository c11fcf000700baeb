/** Bodies in the API's document, each of which a test sends as it stands. */
export const CREATE_EXAMPLES = {
  publisher: {
    summary: 'A key that may only publish',
    value: { name: 'Order service', scopes: ['publish'] },
  },
};

export const UPDATE_EXAMPLES = {
  scopes: { summary: 'Other scopes', value: { scopes: ['publish', 'read'] } },
  endless: { summary: 'Without an end', value: { expires_at: null } },
};

export const ROTATE_EXAMPLES = {
  day: { summary: 'The present secret is good for another day', value: {} },
  now: { summary: 'It ends at once', value: { overlap_seconds: 0 } },
};
