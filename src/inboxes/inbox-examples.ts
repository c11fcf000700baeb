/** Bodies in the API's document, each of which a test sends as it stands. */
export const CREATE_EXAMPLES = {
  plain: { summary: 'Answers 200', value: {} },
  failing: {
    summary: 'Fails three times, then takes it',
    value: { name: 'orders', fail_times: 3, fail_status: 503, status: 204 },
  },
};

export const UPDATE_EXAMPLES = {
  slow: { summary: 'Waits two seconds with each answer', value: { delay_ms: 2_000 } },
};
