import { describe, expect, it } from '@jest/globals';
import { exactDelayMs, isRetried, maxAttempts } from '../../domain/retry-policy.ts';
import { RETRY_COUNT, taskflowRetry } from './taskflow-defaults.ts';
import { toNewWebhook, toWebhookChange } from './taskflow-fields.ts';

describe('taskflowRetry', () => {
  it('waits 2, 4, 8 s and so on, at most 60 s, without jitter', () => {
    const policy = taskflowRetry(RETRY_COUNT.max);
    const delays = Array.from({ length: RETRY_COUNT.max }, (_, index) => exactDelayMs(policy, index + 1));
    expect(delays).toEqual([2, 4, 8, 16, 32, 60, 60, 60, 60, 60].map((seconds) => seconds * 1_000));
    expect(policy.jitter).toBe(0);
  });

  it.each([0, 3, 10])('makes %i attempts beside the first', (retryCount) => {
    expect(maxAttempts(taskflowRetry(retryCount))).toBe(retryCount + 1);
  });

  it('tries again after every answer but 2xx, and after none', () => {
    const { retry_on: retryOn } = taskflowRetry(3);
    for (const status of [null, 300, 304, 399, 400, 404, 410, 429, 500, 599]) {
      expect([status, isRetried(retryOn, status)]).toEqual([status, true]);
    }
  });
});

describe('toNewWebhook', () => {
  const WANTED = { name: 'Mine', url: 'https://example.com/', events: ['job.failed'] };

  it('gives what is not said the defaults of the document', () => {
    expect(toNewWebhook(WANTED)).toEqual({
      ...WANTED,
      format: 'taskflow',
      retry: taskflowRetry(3),
      timeout_ms: 30_000,
      rate_limit: { per_hour: 1_000 },
    });
  });

  it('takes null for the default, and for no secret', () => {
    const nothing = { retry_count: null, timeout_seconds: null, is_active: null, secret_token: null };
    expect(toNewWebhook({ ...WANTED, ...nothing })).toEqual({ ...toNewWebhook(WANTED), active: true });
  });

  it('takes what is said', () => {
    const said = {
      secret_token: 's',
      retry_count: 0,
      timeout_seconds: 5,
      is_active: false,
      headers: { 'X-A': 'b' },
    };
    expect(toNewWebhook({ ...WANTED, ...said })).toMatchObject({
      secret: 's',
      retry: taskflowRetry(0),
      timeout_ms: 5_000,
      active: false,
      headers: { 'X-A': 'b' },
    });
  });
});

describe('toWebhookChange', () => {
  it('leaves out what is not said', () => {
    expect(toWebhookChange({})).toEqual({});
    expect(toWebhookChange({ retry_count: 10 })).toEqual({ retry: taskflowRetry(10) });
    expect(toWebhookChange({ secret_token: 's' })).toEqual({ secret: 's' });
  });

  it('takes null for the default', () => {
    const nothing = { description: null, headers: null, retry_count: null, timeout_seconds: null };
    const native = { description: null, headers: null, retry: taskflowRetry(3), timeout_ms: 30_000 };
    expect(toWebhookChange(nothing)).toEqual(native);
  });
});
