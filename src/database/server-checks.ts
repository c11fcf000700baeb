import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { backoffMs } from '../engine/backoff.ts';
import { errorCode } from '../engine/database-errors.ts';
import { appRole } from './session.ts';

const VERSION_MIN = 150_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** Faults that pass by themselves while a server starts or comes back. */
const NOT_READY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  '57P03',
  '53300',
]);

/** The start cannot go on; the message says what to do. */
export class DatabaseError extends Error {}

/** Waits for a server that is still starting (a compose file starts all at once), then checks its version. */
export async function awaitServer(url: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let failures = 1; ; failures += 1) {
    try {
      await checkVersion(url);
      return;
    } catch (error) {
      if (!NOT_READY.has(errorCode(error) ?? '') || Date.now() > deadline) throw explain(error);
      await delay(backoffMs(failures));
    }
  }
}

/** What the processes' login may do: a superuser is past every role, and is told so. */
export async function isSuperuser(db: Pick<pg.Pool, 'query'>): Promise<boolean> {
  const result = await db.query<{ is_superuser: boolean }>(
    'select rolsuper as is_superuser from pg_roles where rolname = session_user',
  );
  return result.rows[0]?.is_superuser ?? false;
}

/** Opens a first connection as the app role, and explains why where that fails. */
export async function checkAppRole(pool: pg.Pool, schema: string): Promise<void> {
  const role = appRole(schema);
  try {
    await pool.query('select 1');
  } catch (error) {
    const code = errorCode(error);
    if (code === '42501') {
      throw new DatabaseError(
        `The login of DATABASE_URL may not act as ${role}. Run: GRANT "${role}" TO <that login>;`,
      );
    }
    if (code === '42704' || code === '22023') {
      throw new DatabaseError(`The role ${role} is missing. Run the migrations first: npm run migrate`);
    }
    throw explain(error);
  }
}

async function checkVersion(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    const result = await client.query<{ server_version_num: string }>('show server_version_num');
    const version = Number(result.rows[0]?.server_version_num ?? 0);
    if (version < VERSION_MIN) {
      throw new DatabaseError(
        `Posthorn needs PostgreSQL 15 or newer; this server is ${Math.floor(version / 10_000)}.`,
      );
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explain(error: unknown): Error {
  if (error instanceof DatabaseError) return error;
  const reason =
    error instanceof Error && error.message !== '' ? error.message : (errorCode(error) ?? 'unknown');
  return new DatabaseError(`The database cannot be reached: ${reason}`, { cause: error });
}
