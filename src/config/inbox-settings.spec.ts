import { describe, expect, it } from '@jest/globals';
import { faultyNames } from '../../test/support/settings-faults.ts';
import { loadSettings } from './load-settings.ts';

const SERVER = {
  DATABASE_URL: 'postgres://app:pw@db.internal:5432/main',
  POSTHORN_ADMIN_KEY: 'k'.repeat(32),
};

describe('the settings of inboxes', () => {
  it.each([
    ['POSTHORN_INBOXES', ['yes', 'true', 'ON']],
    ['POSTHORN_INBOX_ORIGIN', ['*', 'inbox.example', 'https://a.example/inbox', 'https://u:p@a.example']],
  ])('%s refuses what is out of its bounds', (name, texts) => {
    for (const text of texts) expect([text, faultyNames({ [name]: text })]).toEqual([text, [name]]);
  });

  it.each([
    ['embedded', true, {}],
    ['embedded, off', false, { POSTHORN_INBOXES: 'off' }],
    ['a server', false, SERVER],
    ['a server, on', true, { ...SERVER, POSTHORN_INBOXES: 'on' }],
  ])('has them in the embedded start alone unless told otherwise: %s', (_case, isOn, environment) => {
    expect(loadSettings(environment).http.inboxes).toEqual({ isOn, origin: null });
    const origin = { POSTHORN_INBOX_ORIGIN: 'https://Hooks.example:443/' };
    expect(loadSettings({ ...environment, ...origin }).http.inboxes.origin).toBe('https://hooks.example');
  });
});
