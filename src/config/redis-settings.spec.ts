import { describe, expect, it } from '@jest/globals';
import { faultyNames } from '../../test/support/settings-faults.ts';
import { loadSettings } from './load-settings.ts';

describe('the settings of Redis', () => {
  it.each([
    ['REDIS_URL', ['localhost:6379', 'http://localhost', 'redis://', 'redis://h/one', 'redis://h/0?tls=1']],
    ['REDIS_URL', ['redis://u:1/2@h', 'redis://u:p#1@h', 'redis://u:p?1@h', 'redis://h:port']],
    ['REDIS_GROUP', ['a\u0000b', 'g'.repeat(513)]],
    ['REDIS_CLAIM_AFTER_MS', ['999', '3600001', '30s']],
    ['REDIS_TENANT', ['a b', 't'.repeat(129)]],
  ])('%s is none of %j', (name, texts) => {
    for (const text of texts) expect([text, faultyNames({ [name]: text })]).toEqual([text, [name]]);
  });

  it('a stream and channels need a server', () => {
    expect(faultyNames({ REDIS_STREAM: 'jobs' })).toEqual(['REDIS_STREAM']);
    expect(faultyNames({ REDIS_CHANNELS: 'jobs:*' })).toEqual(['REDIS_CHANNELS']);
    expect(faultyNames({ REDIS_CHANNELS: '' })).toEqual([]);
  });

  it('without a stream and channels nothing is read, and the summary says so', () => {
    const { redis, summary } = loadSettings({ REDIS_URL: 'rediss://:pass@redis:6380/2' });
    expect(redis).toBeNull();
    expect(summary.find(({ name }) => name === 'REDIS_URL')).toMatchObject({
      value: 'rediss://:***@redis:6380/2',
      note: 'nothing is read, as neither REDIS_STREAM nor REDIS_CHANNELS is set',
    });
  });

  it('are those of what is read, with their defaults', () => {
    const url = 'redis://localhost:6379';
    expect(loadSettings({ REDIS_URL: url, REDIS_STREAM: 'jobs' }).redis).toEqual({
      url,
      stream: 'jobs',
      group: 'posthorn',
      claimAfterMs: 30_000,
      channels: [],
      tenant: 'default',
    });
    expect(loadSettings({ REDIS_URL: url, REDIS_CHANNELS: 'a:*, b' }).redis).toMatchObject({
      stream: null,
      channels: ['a:*', 'b'],
    });
  });
});
