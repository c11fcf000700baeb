import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareEmbeddedDatabase } from '../../src/database/embedded-database.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/database/embedded/embedded-postgres.ts';
import { migrate } from '../../src/database/migrations.ts';

declare global {
  var posthornTestServer: { embedded: EmbeddedPostgres; folder: string } | undefined;
}

/**
 * One real server for the whole run, with a migrated database that each test file clones (about 65 ms). Its addresses
 * reach the workers through the environment, which Jest hands on. TEST_SUPERUSER_URL names another server to run on,
 * such as the oldest version that is supported.
 */
export default async function globalSetup(): Promise<void> {
  const building = buildConsole();
  const superuserUrl = process.env.TEST_SUPERUSER_URL ?? (await startServer());
  const templateUrl = await prepareEmbeddedDatabase(superuserUrl);
  await migrate(templateUrl, 'posthorn');
  process.env.TEST_SUPERUSER_URL = superuserUrl;
  process.env.TEST_TEMPLATE_URL = templateUrl;
  await building;
}

/** What tests look at is the console as it is served; built once, before any of them. */
async function buildConsole(): Promise<void> {
  const program = fileURLToPath(new URL('../../tools/build-console.mjs', import.meta.url));
  const [code] = (await once(
    spawn(process.execPath, [program, '--if-changed'], { stdio: 'inherit' }),
    'exit',
  )) as [number];
  if (code !== 0) throw new Error('The console could not be built.');
}

async function startServer(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-test-'));
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined });
  globalThis.posthornTestServer = { embedded, folder };
  stopWithThisProcess(embedded.dataDir, folder);
  return embedded.url;
}

/** An interrupted run has no teardown, and the server would outlive it: it is made to outlive a killed Posthorn. */
function stopWithThisProcess(clusterDir: string, folder: string): void {
  process.once('exit', () => {
    const pidFile = path.join(clusterDir, 'postmaster.pid');
    if (!existsSync(pidFile)) return; // stopped by the teardown
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(1));
  }
}
