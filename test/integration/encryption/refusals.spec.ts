import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createApiClient } from '../../support/api-client.ts';
import { spawnProgram, type SpawnedProgram } from '../../support/spawned-program.ts';
import { encodedKey } from '../../support/stored-webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const K1 = encodedKey('k1', 'a');
const K2 = encodedKey('k2', 'b');
const WRONG_K1 = encodedKey('k1', 'c');
const PATIENCE_MS = 240_000;

const running: SpawnedProgram[] = [];

function start(settings: Readonly<Record<string, string>>): SpawnedProgram {
  const program = spawnProgram('main.ts', {
    POSTHORN_AUTH: 'open',
    POSTHORN_LOG_LEVEL: 'warn',
    ...settings,
  });
  running.push(program);
  return program;
}

/** What a start says that ends by itself, with exit code 1. */
async function refusal(settings: Readonly<Record<string, string>>): Promise<string> {
  const program = start(settings);
  expect(await program.ended).toBe(1);
  return program.output();
}

/** Starts, registers a webhook with a header, and stops. */
async function use(settings: Readonly<Record<string, string>>): Promise<string> {
  const program = start(settings);
  const api = createApiClient(await program.baseUrl());
  const body = { url: 'http://127.0.0.1:9/', headers: { 'X-Key': 'a header value' } };
  expect((await api.post('/api/webhooks', body)).status).toBe(201);
  expect((await api.get('/api/webhooks')).status).toBe(200);
  await program.kill('SIGTERM');
  return program.output();
}

afterEach(async () => {
  for (const program of running.splice(0)) await program.kill('SIGKILL');
});

describe('a start on a server of one’s own', () => {
  let database: TestDatabase;
  let server: Readonly<Record<string, string>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    server = { DATABASE_URL: database.url, POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8' };
  });
  afterAll(async () => {
    await database.drop();
  });

  it(
    'is refused in production without a key, and warns in development that secrets stay as they are',
    async () => {
      const said = await refusal({ ...server, NODE_ENV: 'production' });
      expect(said).toContain('POSTHORN_ENCRYPTION_KEYS must be set with NODE_ENV=production');
      expect(said).toContain('k1:$(openssl rand -base64 32)');
      expect(await use(server)).toContain(
        'POSTHORN_ENCRYPTION_KEYS is not set: webhook secrets and header values are stored as they are',
      );
      const rows = await database.query<{ text: string }>(
        'select headers::text || secret as text from webhooks w join webhook_secrets s on s.webhook_id = w.id',
      );
      expect(rows.map(({ text }) => text)).toEqual([expect.stringMatching(/a header value.*whsec_/)]);
    },
    PATIENCE_MS,
  );

  it(
    'is refused with a wrong key and without the one that was used, each time in words that help',
    async () => {
      await use({ ...server, POSTHORN_ENCRYPTION_KEYS: K1, NODE_ENV: 'production' });
      const wrong = await refusal({ ...server, POSTHORN_ENCRYPTION_KEYS: WRONG_K1 });
      expect(wrong).toContain('The key k1 is not the one that secrets in this database are encrypted with');
      const other = await refusal({ ...server, POSTHORN_ENCRYPTION_KEYS: K2 });
      expect(other).toContain('encrypted with the key k1, which this process does not have');
      expect(other).toContain('Set POSTHORN_ENCRYPTION_KEYS=k2:…,k1:<base64>');
      const none = await refusal(server);
      expect(none).toContain('Set POSTHORN_ENCRYPTION_KEYS=k1:<base64>');
      for (const said of [wrong, other, none]) expect(said).not.toMatch(/ {4}at /); // no stack
      // A refused start leaves no trace that would refuse the right one.
      await use({ ...server, POSTHORN_ENCRYPTION_KEYS: `${K2},${K1}` });
      expect(await refusal({ ...server, POSTHORN_ENCRYPTION_KEYS: K1 })).toContain('the key k2');
    },
    PATIENCE_MS,
  );
});

describe('a start on the embedded server', () => {
  let folder: string;
  let keyFile: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'posthorn-keys-'));
    keyFile = path.join(folder, 'encryption-key');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'makes a key that only its owner reads, in production too, and is refused when it is gone or changed',
    async () => {
      const embedded = { POSTHORN_DATA_DIR: folder, NODE_ENV: 'production' };
      const said = await use(embedded);
      const made = await readFile(keyFile, 'utf8');
      expect(made).toMatch(/^embedded-[0-9a-f]{8}:[A-Za-z0-9+/]{43}=\n$/);
      expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
      expect(said).not.toContain(made.trim().split(':')[1]);
      expect(said).not.toContain('stored as they are');

      await rename(keyFile, `${keyFile}-elsewhere`);
      const gone = await refusal(embedded);
      expect(gone).toContain(`put back the file ${keyFile}`);
      await writeFile(keyFile, 'something else\n', { mode: 0o600 });
      expect(await refusal(embedded)).toContain(`The file ${keyFile} does not hold an encryption key`);
      await chmod(keyFile, 0o600);
      await rename(`${keyFile}-elsewhere`, keyFile);
      // One of the operator's own goes in front; what the file's key sealed is still opened.
      await use({ ...embedded, POSTHORN_ENCRYPTION_KEYS: K1 });
      expect(await readFile(keyFile, 'utf8')).toBe(made);
    },
    PATIENCE_MS,
  );
});
