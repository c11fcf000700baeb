import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnProgram } from '../support/spawned-program.ts';
import { encodedKey } from '../support/stored-webhook.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const TOKENS = { POSTHORN_JWT_ISSUER: 'https://issuer.example', POSTHORN_JWT_AUDIENCE: 'posthorn' };
const SHORT_SECRET = 'only-31-bytes-of-a-secret-value';
const SHORT_ADMIN_KEY = 'only-31-characters-of-a-key-abc';
const ENDS_WITHIN_MS = 90_000;

type Case = readonly [what: string, settings: Readonly<Record<string, string>>, said: string];

/** What would be open, readable or forgeable, if it started. */
const CASES: readonly Case[] = [
  ...['0.0.0.0', 'posthorn.example'].map((host): Case => [
    `an open API on ${host}`,
    { POSTHORN_AUTH: 'open', HOST: host },
    `can be open on a loopback HOST only, and HOST is ${host}`,
  ]),
  [
    'production without a key for what it stores',
    { NODE_ENV: 'production' },
    'POSTHORN_ENCRYPTION_KEYS must be set with NODE_ENV=production',
  ],
  [
    'tokens whose secret could be guessed',
    { ...TOKENS, POSTHORN_JWT_SECRET: SHORT_SECRET },
    'POSTHORN_JWT_SECRET must be 32 bytes or more',
  ],
  [
    'tokens meant for anybody',
    { POSTHORN_JWT_SECRET: `${SHORT_SECRET}+` },
    'POSTHORN_JWT_AUDIENCE must be set beside POSTHORN_JWT_SECRET',
  ],
  [
    'a dialect on the port of the API',
    { PORT: '3000', POSTHORN_DIALECT_PORTS: 'emp@3000' },
    'POSTHORN_DIALECT_PORTS cannot take PORT itself (3000)',
  ],
  [
    'two dialects on one port',
    { POSTHORN_DIALECT_PORTS: 'emp@4000', WEBHOOK_SERVICE_PORT: '4000' },
    'WEBHOOK_SERVICE_PORT is named in POSTHORN_DIALECT_PORTS already',
  ],
  [
    'a dialect that there is not',
    { POSTHORN_DIALECT_PORTS: 'pem@4000' },
    'POSTHORN_DIALECT_PORTS has an item that must name one of the dialects',
  ],
  [
    'an admin key that could be guessed',
    { POSTHORN_ADMIN_KEY: SHORT_ADMIN_KEY },
    'POSTHORN_ADMIN_KEY must be 32 to 512 printable ASCII characters',
  ],
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('a start is refused', () => {
  it.each(CASES)(
    'for %s, in words that help, before anything listens',
    async (_what, settings, said) => {
      const program = spawnProgram('main.ts', { DATABASE_URL: database.url, ...settings });
      expect(await program.ended).toBe(1);
      expect(program.output()).toContain(said);
      expect(program.output()).not.toMatch(/^\s*Health\s/m);
      expect(program.output()).not.toMatch(/ {4}at /); // no stack
      // What was wrong is not shown for it.
      expect(program.output()).not.toContain(SHORT_SECRET);
      expect(program.output()).not.toContain(SHORT_ADMIN_KEY);
    },
    ENDS_WITHIN_MS,
  );

  it(
    'for none of these once it is put right',
    async () => {
      const program = spawnProgram('main.ts', {
        ...TOKENS,
        DATABASE_URL: database.url,
        HOST: '127.0.0.1',
        NODE_ENV: 'production',
        POSTHORN_ENCRYPTION_KEYS: encodedKey('k1', 'a'),
        POSTHORN_JWT_SECRET: `${SHORT_SECRET}+`,
        POSTHORN_ADMIN_KEY: `${SHORT_ADMIN_KEY}+`,
      });
      expect(await program.baseUrl()).toMatch(/^http:/);
      await program.kill('SIGTERM');
      expect(program.output()).not.toContain(SHORT_SECRET);
      expect(program.output()).not.toContain(SHORT_ADMIN_KEY);
    },
    ENDS_WITHIN_MS,
  );
});
