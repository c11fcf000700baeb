import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/**
 * Slack's incoming webhooks: https://api.slack.com/messaging/webhooks. Says what the data have as `text`, else the event
 * as it is; another sentence is a format of one's own.
 */
export const slackFormat: WireFormat = completeFormat({
  name: 'slack',
  body: {
    text: { $when: { present: '{event.data.text|text}', otherwise: '{event.type} {event.data}' } },
  },
});
