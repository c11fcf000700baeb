import { describe, expect, it } from '@jest/globals';
import { maskDatabaseUrl } from './database-url.ts';
import { loadSettings } from './load-settings.ts';
import { summarizeSettings } from './settings-summary.ts';

describe('summarizeSettings', () => {
  it('says what is a default, and what auto and unset came to', () => {
    const lines = summarizeSettings(loadSettings({ PORT: '8080' })).split('\n');
    expect(lines).toContain('PORT = 8080');
    expect(lines).toContain('HOST = 127.0.0.1 (default)');
    expect(lines).toContain('POSTHORN_AUTH = auto (default: open)');
    expect(lines).toContain(
      'POSTHORN_ALLOWED_NETWORKS = unset (default: 127.0.0.0/8,::1/128, as the database is embedded)',
    );
  });

  it('shows that the allowed networks were emptied on purpose', () => {
    const summary = summarizeSettings(loadSettings({ POSTHORN_ALLOWED_NETWORKS: '' }));
    expect(summary).toContain('POSTHORN_ALLOWED_NETWORKS = none\n');
  });

  it('masks the admin key and passwords', () => {
    const summary = summarizeSettings(
      loadSettings({
        DATABASE_URL: 'postgres://app:hunter2@db:5432/main?sslmode=require&sslpassword=hunter3',
        POSTHORN_ADMIN_KEY: 'hunter4'.repeat(5),
      }),
    );
    expect(summary).toContain(
      'DATABASE_URL = postgres://app:***@db:5432/main?sslmode=require&sslpassword=***\n',
    );
    expect(summary).toContain('POSTHORN_ADMIN_KEY = ***\n');
    expect(summary).not.toContain('hunter');
  });
});

describe('maskDatabaseUrl', () => {
  it.each([
    ['postgresql://db/main', 'postgresql://db/main'],
    ['postgres://app@db/main', 'postgres://app@db/main'],
    ['postgres://:pw@[::1]:5433/main', 'postgres://:***@[::1]:5433/main'],
    ['postgresql:///main?host=/run/postgresql', 'postgresql:///main?host=/run/postgresql'],
  ])('%s is shown as %s', (url, shown) => {
    expect(maskDatabaseUrl(url)).toBe(shown);
  });
});
