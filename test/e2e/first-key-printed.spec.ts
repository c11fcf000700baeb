import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environmentWithoutSettings } from '../../src/config/environment.ts';
import { callerWith } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { PROGRAM_ARGUMENTS } from '../support/posthorn-program.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Runs the program until `use` has ended, logging all it can. @returns everything that it wrote */
async function outputOf(use: (url: string, told: string) => Promise<void>): Promise<string> {
  const child = spawn(process.execPath, PROGRAM_ARGUMENTS, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environmentWithoutSettings(),
      DATABASE_URL: database.url,
      PORT: '0',
      POSTHORN_AUTH: 'required',
      POSTHORN_LOG_LEVEL: 'trace',
    },
  });
  const exited = once(child, 'exit');
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
  }
  try {
    const url = await eventually(
      'it listens',
      () => /^\s*Health\s+(\S+)\/health$/m.exec(written)?.[1],
      25_000,
    );
    await use(url, written);
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
  return written;
}

describe('the first key', () => {
  it('is printed once and written nowhere else, whatever is done with it', async () => {
    let key = '';
    const first = await outputOf(async (url, told) => {
      key = /^ {2}export POSTHORN_KEY=(ph_\S+)$/m.exec(told)?.[1] ?? '';
      const call = callerWith({ url }, key);
      expect((await call('GET', '/api/keys')).status).toBe(200);
      expect((await call('GET', `/api/keys/${key}`)).status).toBe(404);
      expect((await call('POST', '/api/keys', { body: { name: key } })).status).toBe(422);
      expect((await callerWith({ url }, `${key}x`)('GET', '/api/keys')).status).toBe(401);
    });
    const secret = key.slice(-64);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(first.split(secret)).toHaveLength(2);
    expect(first).toContain('"level":20');

    const second = await outputOf(async (url) => {
      expect((await callerWith({ url }, key)('GET', '/api/keys')).status).toBe(200);
    });
    expect(second).not.toContain(secret);
    expect(second).not.toContain('POSTHORN_KEY=');
    const rows = await database.query<{ text: string }>('select k::text as text from api_keys k');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).not.toContain(secret);
  }, 60_000);
});
