import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
  const superuserUrl = process.env.TEST_SUPERUSER_URL ?? (await startServer());
  const templateUrl = await prepareEmbeddedDatabase(superuserUrl);
  await migrate(templateUrl, 'posthorn');
  process.env.TEST_SUPERUSER_URL = superuserUrl;
  process.env.TEST_TEMPLATE_URL = templateUrl;
}

async function startServer(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-test-'));
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined });
  globalThis.posthornTestServer = { embedded, folder };
  return embedded.url;
}
