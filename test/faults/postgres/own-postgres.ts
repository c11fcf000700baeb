import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { prepareEmbeddedDatabase } from '../../../src/database/embedded-database.ts';
import { startEmbeddedPostgres } from '../../../src/database/embedded/embedded-postgres.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { OWNER_SESSION, type TestDatabase } from '../../support/test-database.ts';

/** A server of a scenario's own, which may be broken; it is started again by itself whenever it ends. */
export interface OwnPostgres {
  readonly database: TestDatabase;
  /** As `pg_ctl stop -m immediate` does it: no session is ended in good order, and the next start recovers. */
  shutDownImmediately(): void;
  /** Whether it takes statements. */
  isUp(): Promise<boolean>;
  close(): Promise<void>;
}

/** @param folder made by the caller, who also removes it; one in the system's folder for temporary files otherwise */
export async function startOwnPostgres(folder?: string): Promise<OwnPostgres> {
  const dataDir = folder ?? (await mkdtemp(path.join(tmpdir(), 'posthorn-faults-')));
  const embedded = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const shutDownImmediately = (): void => {
    shutDown(embedded.dataDir);
  };
  const leaveNothing = (): void => {
    shutDownImmediately();
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.once('exit', leaveNothing); // it would outlive a run that is broken off
  const url = await prepareEmbeddedDatabase(embedded.url);
  await migrate(url, 'posthorn');
  const pool = openPool(url);
  return {
    database: {
      url,
      superuserUrl: embedded.url,
      query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
        (await pool.query<Row>(text, values)).rows,
      client: () => new pg.Client({ connectionString: url, options: OWNER_SESSION }),
      drop: async () => {
        await pool.end();
      },
    },
    shutDownImmediately,
    isUp: async () =>
      await pool.query('select 1').then(
        () => true,
        () => false,
      ),
    close: async () => {
      await pool.end();
      await embedded.stop();
      process.off('exit', leaveNothing);
      await rm(embedded.dataDir, { recursive: true, force: true });
      if (folder === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The first line of its pid file is the postmaster, and SIGQUIT its immediate shutdown (PostgreSQL, "Shutting Down the Server"). */
function shutDown(clusterDir: string): void {
  const pidFile = path.join(clusterDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT');
}

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    options: OWNER_SESSION,
    connectionTimeoutMillis: 2_000,
  });
  const ignore = (): void => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}
