import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { importFile, type ImportArguments } from '../../src/cli/import/import-command.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { spawnProgram } from '../support/spawned-program.ts';
import { TEST_KEY } from '../support/stored-webhook.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let folder: string;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver();
  folder = await mkdtemp(join(tmpdir(), 'posthorn-import-'));
});
beforeEach(async () => {
  await app.database.query('delete from webhooks');
  await app.database.query('update subscription_versions set version = version + 1');
});
afterAll(async () => {
  await app.close();
  await receiver.close();
  await rm(folder, { recursive: true });
});

interface Run {
  readonly isRefused: boolean;
  readonly lines: readonly string[];
}

function environment(): Record<string, string> {
  return {
    DATABASE_URL: app.database.url,
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
    POSTHORN_ENCRYPTION_KEYS: TEST_KEY,
  };
}

async function writeEntries(content: unknown): Promise<string> {
  const path = join(folder, 'webhooks.json');
  await writeFile(path, JSON.stringify(content));
  return path;
}

/** As the command does it, without a process of its own for each. */
async function runImport(
  system: ImportArguments['system'],
  content: unknown,
  mode: ImportArguments['mode'] = 'live',
): Promise<Run> {
  const given = { system, path: await writeEntries(content), tenant: 'default', mode, isDryRun: false };
  const { text, isRefused } = await importFile(given, loadSettings(environment()));
  return { isRefused, lines: text.split('\n') };
}

/** As whoever types it. */
async function typeCommand(...programArguments: string[]): Promise<{ code: number | null; lines: string[] }> {
  const program = spawnProgram('cli/posthorn.ts', environment(), programArguments);
  const code = await program.ended;
  return { code, lines: program.output().trim().split('\n') };
}

const countWebhooks = async (): Promise<number> =>
  (await app.database.query('select id from webhooks')).length;

const EMP = {
  id: 'wh_1234567890_abc123def',
  url: 'https://api.example.com/webhooks/jobs',
  secret: 'your-secret-key',
  events: ['job.submitted', 'job.completed'],
  filters: { job_types: ['comfyui'] },
  headers: { Authorization: 'Bearer your-api-token' },
  retry_config: { max_attempts: 3, initial_delay_ms: 1000, backoff_multiplier: 2, max_delay_ms: 30000 },
  active: true,
  created_at: 1642123456789,
  updated_at: 1642123456789,
};

describe('posthorn import emp', () => {
  it('shows with --dry-run what it would do, and writes nothing', async () => {
    const path = await writeEntries({ success: true, data: [EMP] });
    const { code, lines } = await typeCommand('import', 'emp', path, '--dry-run');
    expect([code, ...lines]).toEqual([
      0,
      `make    ${EMP.id}`,
      '1 made, 0 changed, 0 same, 0 refused (dry run: nothing was written)',
    ]);
    expect(await countWebhooks()).toBe(0);
  });

  it('makes them by their old ids, seals their secrets, and tells the audit log; once more changes nothing', async () => {
    const second = { ...EMP, id: 'wh_2', secret: null, filters: undefined };
    expect(await runImport('emp', [EMP, second])).toMatchObject({ isRefused: false });
    const shown = await app.get(`/emp/webhooks/${EMP.id}`);
    expect(shown.body).toMatchObject({
      success: true,
      data: {
        id: EMP.id,
        url: EMP.url,
        events: EMP.events,
        filters: EMP.filters,
        retry_config: EMP.retry_config,
      },
    });
    const secrets = await app.database.query<{ secret: string }>('select secret from webhook_secrets');
    expect(secrets).toHaveLength(1);
    expect(JSON.stringify(secrets)).not.toContain(EMP.secret);
    const audit = (await app.get('/api/audit?action=webhook.created')).body as { data: object[] };
    expect(audit.data[0]).toMatchObject({ actor: { kind: 'system', name: 'import' } });

    const again = await runImport('emp', [EMP, second]);
    expect(again.lines).toEqual([
      `same    ${EMP.id}`,
      'same    wh_2',
      '0 made, 0 changed, 2 same, 0 refused',
    ]);
    const versions = await app.database.query<{ version: number }>('select version from webhooks');
    expect(versions.map(({ version }) => version)).toEqual([1, 1]);
  });

  it('changes one that is there to what the file says, and tells which fields', async () => {
    await runImport('emp', [EMP], 'shadow');
    const changed = { ...EMP, url: 'https://api.example.com/other', secret: 'an0ther-secret' };
    const { lines } = await runImport('emp', [changed]);
    expect(lines).toEqual([`change  ${EMP.id}  url, secret`, '0 made, 1 changed, 0 same, 0 refused']);
    expect(lines.join('')).not.toContain('an0ther');
    const { data } = (await app.get('/api/webhooks')).body as { data: { mode: string }[] };
    expect(data.map(({ mode }) => mode)).toEqual(['shadow']);
  });

  it('writes none of them where one is refused, and says why', async () => {
    const wrong = [
      { ...EMP, id: 'a', url: 'ftp://example.com/' },
      { ...EMP, id: 'b', events: [] },
      { ...EMP, id: 'c', color: 'red' },
      { ...EMP, id: undefined },
      EMP,
      EMP,
    ];
    const { code, lines } = await typeCommand('import', 'emp', await writeEntries(wrong));
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^refuse {2}a {2}url: must/),
      expect.stringMatching(/^refuse {2}b {2}events: must/),
      expect.stringMatching(/^refuse {2}c {2}color: unknown field/),
      'refuse  (no id)  id: must be 1 to 256 printable characters without spaces',
      `make    ${EMP.id}`,
      `refuse  ${EMP.id}  id: stands in the file twice`,
      '1 made, 0 changed, 0 same, 5 refused (nothing was written)',
      'Nothing was imported: correct what is refused, and run it again.',
    ]);
    expect(await countWebhooks()).toBe(0);
  });
});

describe('posthorn import of the others', () => {
  it('taskflow: names are a user’s own, and the 11th of one is refused', async () => {
    const target = {
      url: 'https://example.com/webhook',
      events: ['job.completed'],
      secret_token: 's3cret',
      is_active: true,
    };
    const many = Array.from({ length: 11 }, (_, index) => ({
      ...target,
      id: index,
      name: `n${String(index)}`,
      user: 'ann',
    }));
    const { isRefused, lines } = await runImport('taskflow', {
      items: [...many, { ...target, id: 11, name: 'n0', user: 'bob' }],
    });
    expect(isRefused).toBe(true);
    expect(lines.filter((line) => line.startsWith('refuse'))).toEqual([
      'refuse  10  A user may have 10 webhooks.',
    ]);
    expect((await runImport('taskflow', many.slice(0, 10))).isRefused).toBe(false);
    const shown = await app.get('/taskflow/api/webhooks/3');
    expect(shown.body).toMatchObject({ id: '3', name: 'n3', retry_count: 3, timeout_seconds: 30 });
  });

  it('workflow: an event reaches the receiver as before, signed with the old secret', async () => {
    const old = {
      id: '1',
      url: receiver.url,
      events: ['workflow.execution.completed'],
      secret: 'old',
      active: true,
    };
    expect((await runImport('workflow', [{ ...old, createdAt: '2025-05-21T21:26:58.211Z' }])).isRefused).toBe(
      false,
    );
    await app.post('/api/events', { type: 'workflow.execution.completed', data: { id: 7 } });
    const request = await eventually('it is there', () => receiver.requests[0]);
    expect(request.headers['x-webhook-signature']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('optimizer: a target’s id is the webhook’s uid', async () => {
    const target = {
      id: 'unique-target-id',
      name: 'Display Name',
      url: 'https://api.example.com/webhook',
      secret: 'your-webhook-secret',
      enabled: true,
      eventFilters: [],
      headers: { 'X-Custom-Header': 'value' },
      timeout: 30000,
      retryConfig: {
        maxAttempts: 5,
        initialDelayMs: 1000,
        maxDelayMs: 60000,
        backoffMultiplier: 2,
        jitterFactor: 0.1,
      },
      rateLimitConfig: { requestsPerSecond: 10, burstSize: 20, enabled: true },
      metadata: { environment: 'production' },
    };
    expect((await runImport('optimizer', [target])).isRefused).toBe(false);
    expect((await app.get('/api/webhooks/unique-target-id')).body).toMatchObject({
      name: 'Display Name',
      format: 'optimizer',
      timeout_ms: 30_000,
      rate_limit: { requests_per_second: 10, burst: 20, per_hour: null },
      retry: { max_attempts: 5, jitter: 0.1, retry_on: 'transient' },
      metadata: { environment: 'production' },
    });
    expect((await runImport('optimizer', [target])).lines[0]).toBe('same    unique-target-id');
    const wrong = await runImport('optimizer', [{ ...target, timeout: 1, retryConfig: { maxAttempts: 0 } }]);
    expect(wrong.lines[0]).toMatch(/^refuse {2}unique-target-id {2}.*timeout: must/);
    expect(wrong.lines[0]).toContain('retryConfig');
  });
});

describe('posthorn', () => {
  it('tells how it is called, and what stands against an import, before it touches anything', async () => {
    const refused = await Promise.all([typeCommand('import', 'other', 'a.json'), typeCommand('export')]);
    for (const { code, lines } of refused) {
      expect(code).toBe(1);
      expect(lines[0]).toMatch(/^Usage: posthorn import/);
    }
    const given = { system: 'emp', tenant: 'default', mode: 'live', isDryRun: true } as const;
    const run = async (path: string, tenant = 'default'): Promise<unknown> =>
      await importFile({ ...given, path, tenant }, loadSettings(environment()));
    await expect(run('/nowhere.json')).rejects.toThrow('ENOENT');
    await expect(run(await writeEntries({ webhooks: [] }))).rejects.toThrow('holds no list of webhooks');
    await expect(run(await writeEntries([7]))).rejects.toThrow('at place 0 is no webhook');
    await expect(run(await writeEntries([]), 'nobody')).rejects.toThrow('There is no tenant nobody.');
  });
});
