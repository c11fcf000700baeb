import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.ts';
import { SettingsError } from './settings-error.ts';

type Environment = Readonly<Record<string, string>>;

function faultsOf(environment: Environment): readonly { name: string; message: string }[] {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe('PORT', () => {
  it('is any free port for 0', () => {
    expect(loadSettings({ PORT: '0' }).http.port).toBe(0);
  });
});

describe('the ports of dialects', () => {
  it('are read with their tenants, in the order of their opening', () => {
    const environment = {
      PORT: '0',
      POSTHORN_DIALECT_PORTS: 'emp@4000, emp@0:acme.eu,emp@0',
      WEBHOOK_SERVICE_PORT: '3335',
    };
    const { http, summary } = loadSettings(environment);
    expect(http.dialectPorts).toEqual([
      { dialect: 'emp', port: 4_000, tenant: null },
      { dialect: 'emp', port: 0, tenant: 'acme.eu' },
      { dialect: 'emp', port: 0, tenant: null },
      { dialect: 'emp', port: 3_335, tenant: null },
    ]);
    const line = summary.find(({ name }) => name === 'POSTHORN_DIALECT_PORTS');
    expect(line?.value).toBe('emp@4000,emp@0:acme.eu,emp@0');
  });

  it.each([
    ...['emp', 'emp@', 'emp@65536', 'emp@-1', 'Emp@4000', 'emp:4000'].map((text) => [
      'POSTHORN_DIALECT_PORTS',
      text,
    ]),
    ...['emp@4000:', 'emp@4000:a b', 'emp@1,emp@2:/'].map((text) => ['POSTHORN_DIALECT_PORTS', text]),
    ...['65536', '-1', 'emp@3335'].map((text) => ['WEBHOOK_SERVICE_PORT', text]),
  ])('%s=%s is refused', (name, text) => {
    expect(faultsOf({ [name]: text })).toEqual([
      { name, message: expect.stringMatching(/^(must|has an item)/) },
    ]);
  });

  it('of a dialect that there is not are refused, with those that there are', () => {
    const [fault] = faultsOf({ POSTHORN_DIALECT_PORTS: 'pem@4000' });
    expect(fault?.message).toMatch(/must name one of the dialects emp\b.*, not "pem"/);
  });

  it.each<[string, Environment, string, string]>([
    [
      'on PORT',
      { POSTHORN_DIALECT_PORTS: 'emp@3000' },
      'POSTHORN_DIALECT_PORTS',
      'cannot take PORT itself (3000)',
    ],
    [
      'named twice',
      { POSTHORN_DIALECT_PORTS: 'emp@4000,emp@4000:a' },
      'POSTHORN_DIALECT_PORTS',
      'names 4000 twice',
    ],
    [
      'on PORT, by the other setting',
      { PORT: '3335', WEBHOOK_SERVICE_PORT: '3335' },
      'WEBHOOK_SERVICE_PORT',
      'cannot be PORT itself (3335)',
    ],
    [
      'named by both settings',
      { POSTHORN_DIALECT_PORTS: 'emp@3335', WEBHOOK_SERVICE_PORT: '3335' },
      'WEBHOOK_SERVICE_PORT',
      'is named in POSTHORN_DIALECT_PORTS already',
    ],
  ])('%s are refused', (_case, environment, name, message) => {
    expect(faultsOf(environment)).toEqual([{ name, message }]);
  });
});

describe('CORS_ORIGINS=*', () => {
  it('is taken where a dialect has a port of its own, and opens no other by it', () => {
    expect(loadSettings({ CORS_ORIGINS: '*', WEBHOOK_SERVICE_PORT: '3335' }).http.corsOrigins).toEqual([]);
  });

  it.each<Environment>([
    { CORS_ORIGINS: '*' },
    { CORS_ORIGINS: '*,https://a.example', WEBHOOK_SERVICE_PORT: '3335' },
  ])('is refused elsewhere, and is no part of another: %j', (environment) => {
    expect(faultsOf(environment).map(({ name }) => name)).toEqual(['CORS_ORIGINS']);
  });
});
