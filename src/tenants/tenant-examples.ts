/** Bodies in the API's document, each of which a test sends as it stands. */
export const CREATE_EXAMPLES = {
  plain: { summary: 'With a name of its own', value: { uid: 'acme', name: 'Acme' } },
};

export const UPDATE_EXAMPLES = {
  validation: {
    summary: 'Refuse events that break the schema of their type',
    value: { validation: 'reject' },
  },
  quotas: {
    summary: 'Ten webhooks, 600 events a minute',
    value: { quotas: { webhooks: 10, events_per_minute: 600 } },
  },
  retention: {
    summary: 'Keep the data of events for a week, what receivers answered for three days',
    value: { retention: { event_data_days: 7, attempt_data_days: 3 } },
  },
};
