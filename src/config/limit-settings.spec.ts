import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.ts';
import { SettingsError } from './settings-error.ts';

function faultyNames(environment: Readonly<Record<string, string>>): string[] {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name }) => name);
    throw error;
  }
  return [];
}

describe('the settings of limits', () => {
  it.each([
    ['POSTHORN_API_RATE_LIMIT', ['0', '100001', '100/s']],
    ['POSTHORN_QUOTA_WEBHOOKS', ['-1', '1000000000', 'none']],
    ['POSTHORN_QUOTA_EVENTS_PER_MINUTE', ['-1', '1000000000', '60/min']],
    ['POSTHORN_QUOTA_LIVE_DELIVERIES', ['-1', '1000000000', '1e6']],
    ['POSTHORN_QUOTA_PAYLOAD_BYTES', ['0', '1048577', '1MiB']],
  ])('%s is none of %j', (name, texts) => {
    for (const text of texts) expect(faultyNames({ [name]: text })).toEqual([name]);
  });

  it('a burst is what a limit may be gone beyond by', () => {
    const limit = { POSTHORN_API_RATE_LIMIT: '10' };
    for (const text of ['0', '1000001', '1.5']) {
      expect(faultyNames({ ...limit, POSTHORN_API_RATE_BURST: text })).toEqual(['POSTHORN_API_RATE_BURST']);
    }
    expect(faultyNames({ POSTHORN_API_RATE_BURST: '5' })).toEqual(['POSTHORN_API_RATE_BURST']);
    expect(loadSettings(limit).http.rateLimit).toEqual({ requestsPerSecond: 10, burst: 0 });
    expect(loadSettings({ ...limit, POSTHORN_API_RATE_BURST: '50' }).http.rateLimit).toEqual({
      requestsPerSecond: 10,
      burst: 50,
    });
  });

  it('a quota of 0 is one, and no limit is null', () => {
    const quotas = {
      POSTHORN_QUOTA_WEBHOOKS: '0',
      POSTHORN_QUOTA_EVENTS_PER_MINUTE: '600',
      POSTHORN_QUOTA_PAYLOAD_BYTES: '65536',
    };
    expect(loadSettings(quotas).quotas).toEqual({
      webhooks: 0,
      eventsPerMinute: 600,
      liveDeliveries: null,
      payloadBytes: 65_536,
    });
  });
});
