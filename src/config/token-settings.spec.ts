import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.ts';
import { SettingsError } from './settings-error.ts';

const SECRET = 'k'.repeat(32);
const TOKENS = { POSTHORN_JWT_ISSUER: 'https://issuer.example', POSTHORN_JWT_AUDIENCE: 'posthorn' };

const pemOf = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const [PUBLIC_KEY, PRIVATE_KEY] = [pemOf(publicKey), pemOf(privateKey)];
const WEAK_RSA_KEY = pemOf(generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey);
const OTHER_CURVE_KEY = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey);

function faultyNames(environment: Readonly<Record<string, string>>): string[] {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name }) => name);
    throw error;
  }
  return [];
}

describe('the settings of tokens', () => {
  it.each([
    ['POSTHORN_JWT_SECRET', ['k'.repeat(31), 'é'.repeat(15)]],
    ['POSTHORN_JWT_PUBLIC_KEY', ['key', WEAK_RSA_KEY, OTHER_CURVE_KEY, PRIVATE_KEY, PUBLIC_KEY.slice(0, 60)]],
    ['POSTHORN_JWKS_URL', ['keys', 'http://keys.example/', 'http://127.0.0.1.example/', 'ftp://127.0.0.1/']],
    ['POSTHORN_JWKS_URL', ['https://user@keys.example/', 'https://keys.example/#a']],
    ['POSTHORN_JWT_ISSUER', ['i'.repeat(513)]],
  ])('%s refuses what is out of its bounds (%#)', (name, texts) => {
    for (const text of texts)
      expect([text, faultyNames({ ...TOKENS, [name]: text })]).toEqual([text, [name]]);
  });

  it.each([
    [
      'two keys for tokens',
      { ...TOKENS, POSTHORN_JWT_SECRET: SECRET, POSTHORN_JWT_PUBLIC_KEY: PUBLIC_KEY },
      ['POSTHORN_JWT_PUBLIC_KEY'],
    ],
    [
      'three keys for tokens',
      {
        ...TOKENS,
        POSTHORN_JWT_SECRET: SECRET,
        POSTHORN_JWT_PUBLIC_KEY: PUBLIC_KEY,
        POSTHORN_JWKS_URL: 'https://keys.example/',
      },
      ['POSTHORN_JWT_PUBLIC_KEY', 'POSTHORN_JWKS_URL'],
    ],
    [
      'tokens of any issuer, for anyone',
      { POSTHORN_JWT_SECRET: SECRET },
      ['POSTHORN_JWT_ISSUER', 'POSTHORN_JWT_AUDIENCE'],
    ],
  ])('%s are refused', (_case, environment, names) => {
    expect(faultyNames(environment)).toEqual(names);
  });

  it.each([
    [{ POSTHORN_JWT_SECRET: SECRET }, { kind: 'secret', secret: SECRET }],
    [
      { POSTHORN_JWT_PUBLIC_KEY: PUBLIC_KEY.replaceAll('\n', '\\n') },
      { kind: 'public_key', pem: PUBLIC_KEY },
    ],
    [{ POSTHORN_JWKS_URL: 'https://keys.example' }, { kind: 'key_set', url: 'https://keys.example/' }],
    [{ POSTHORN_JWKS_URL: 'http://[::1]:1/k' }, { kind: 'key_set', url: 'http://[::1]:1/k' }],
  ])('takes tokens by what is given (%#)', (given, key) => {
    expect(loadSettings({ ...TOKENS, ...given }).auth.tokens).toEqual({
      key,
      issuer: 'https://issuer.example',
      audience: 'posthorn',
      tenantClaim: 'tenant',
    });
  });

  it('make an embedded API ask for keys and tokens, and show no secret', () => {
    const { auth, summary } = loadSettings({ ...TOKENS, POSTHORN_JWT_SECRET: SECRET });
    expect(auth.mode).toBe('required');
    expect(JSON.stringify(summary)).not.toContain(SECRET);
  });
});
