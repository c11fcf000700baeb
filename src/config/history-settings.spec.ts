import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.ts';
import { keepingOf } from './settings.ts';
import { SettingsError } from './settings-error.ts';

describe('the days that data is kept', () => {
  it('are those of the rows where nothing is said', () => {
    const settings = loadSettings({ POSTHORN_RETENTION_DAYS: '20', POSTHORN_EVENT_DATA_DAYS: '5' });
    expect(keepingOf(settings)).toEqual({ eventDataDays: 5, attemptDataDays: 20, historyDays: 20 });
  });

  it.each(['POSTHORN_EVENT_DATA_DAYS', 'POSTHORN_ATTEMPT_DATA_DAYS'])(
    'are never more than those of the rows (%s)',
    (name) => {
      expect(() => loadSettings({ [name]: '31' })).toThrow(SettingsError);
      expect(() => loadSettings({ [name]: '31' })).toThrow(
        'must not be more than POSTHORN_RETENTION_DAYS (30)',
      );
      expect(() => loadSettings({ [name]: '0' })).toThrow(SettingsError);
      expect(() => loadSettings({ [name]: '30' })).not.toThrow();
    },
  );
});

describe('the days that statistics are kept', () => {
  it.each([
    ['of hours, than of minutes', { POSTHORN_STATS_HOURS_DAYS: '6' }, 'POSTHORN_STATS_HOURS_DAYS'],
    ['of days, than of hours', { POSTHORN_STATS_DAYS_DAYS: '89' }, 'POSTHORN_STATS_DAYS_DAYS'],
  ])('are not fewer %s', (_case, environment, name) => {
    expect(() => loadSettings(environment)).toThrow(SettingsError);
    expect(() => loadSettings(environment)).toThrow(name);
  });
});
