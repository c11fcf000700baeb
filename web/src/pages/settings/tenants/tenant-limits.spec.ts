import { describe, expect, it } from '@jest/globals';
import { limitsOf, limitTexts } from './tenant-limits.ts';

const LIMITS = {
  quotas: { webhooks: 5, events_per_minute: null, live_deliveries: 0, payload_bytes: null },
  retention: { history_days: 30, event_data_days: 7, attempt_data_days: null },
};

describe('limits as they are typed', () => {
  it('are empty where there is none of its own, and read back as they were', () => {
    const texts = limitTexts(LIMITS);
    expect(texts).toMatchObject({ webhooks: '5', events_per_minute: '', live_deliveries: '0' });
    expect(limitsOf(texts)).toEqual(LIMITS);
  });

  it('ask for the default where nothing is typed', () => {
    expect(limitsOf({ webhooks: ' ' })).toEqual({
      quotas: { webhooks: null, events_per_minute: null, live_deliveries: null, payload_bytes: null },
      retention: { history_days: null, event_data_days: null, attempt_data_days: null },
    });
  });
});
