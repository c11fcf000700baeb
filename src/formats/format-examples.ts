const SLACK_BODY = { text: 'Job {event.data.job_id} failed: {event.data.error}' };

const SIGNED = {
  description: 'As our receivers have always had it.',
  user_agent: 'Shop-Webhooks/2.0',
  headers: { 'X-Shop-Event': '{event.type}', 'X-Shop-Delivery': '{delivery.id}' },
  signature: {
    header: 'X-Shop-Signature',
    content: '{attempt.timestamp|s}.{body}',
    prefix: 't={attempt.timestamp|s},',
    value: 'v1={signature}',
  },
  body: { event: '{event.type}', at: '{event.timestamp|iso}', order: '{event.data}' },
};

/** Bodies in the API's document, each of which a test sends as it stands. */
export const CREATE_EXAMPLES = {
  slack: { summary: 'A message for Slack', value: { name: 'slack-jobs', body: SLACK_BODY } },
  signed: {
    summary: 'Headers, an envelope and a signature of one’s own',
    value: { name: 'shop', ...SIGNED },
  },
};

export const PUT_EXAMPLES = { signed: { summary: 'All of it', value: SIGNED } };

export const UPDATE_EXAMPLES = {
  body: { summary: 'Another body', value: { body: { text: '{event.type} {event.data.job_id}' } } },
};

export const PREVIEW_EXAMPLES = {
  sample: { summary: 'The standard format and the sample', value: {} },
  document: {
    summary: 'A format before it is made',
    value: {
      document: { body: SLACK_BODY },
      event_type: 'job.failed',
      data: { job_id: 4711, error: 'out of memory' },
    },
  },
};
