import pg from 'pg';
import { errorCode } from '../engine/database-errors.ts';
import { listMigrations } from './migration-files.ts';
import { DatabaseError } from './server-checks.ts';
import { createPool, type SessionOptions } from './session.ts';

const MIGRATION_TIMEOUT_MS = 600_000;
/** First half of the advisory lock's key ("posthorn"); the second is the schema's name. */
const LOCK_SPACE = 0x706f7374;
const INSUFFICIENT_PRIVILEGE = '42501';
const UNDEFINED_TABLE = '42P01';

/** Applies what is missing, on connections of the owner's. @returns the names of the migrations applied now */
export type ApplyMigrations = (pool: pg.Pool, schema: string) => Promise<string[]>;

/**
 * Brings a schema up to date, which `apply` does where anything is missing. Several processes may call it at once: one
 * works, the others wait at an advisory lock, whichever way they apply.
 * @param url a login that owns the schema, or may create it
 * @throws DatabaseError where Postgres refuses one, with its words and its hint
 */
export async function migrateLocked(url: string, schema: string, apply: ApplyMigrations): Promise<string[]> {
  const pool = createPool(url, migrationSession(schema), ignoreIdleError);
  try {
    return (await isUpToDate(pool)) ? [] : await underLock(pool, schema, apply);
  } finally {
    await pool.end();
  }
}

/**
 * Most starts find nothing to do: they need neither the owner's login nor an engine. The app role may read what has
 * been applied.
 */
async function isUpToDate(pool: pg.Pool): Promise<boolean> {
  try {
    const applied = await findApplied(pool);
    return (await listMigrations()).every((name) => applied.has(name));
  } catch (error) {
    const code = errorCode(error);
    if (code === UNDEFINED_TABLE || code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

/** The migrations that a schema has, by Prisma's own table of them. */
export async function findApplied(db: Pick<pg.Pool, 'query'>): Promise<ReadonlySet<string>> {
  const result = await db.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return new Set(result.rows.map((row) => row.migration_name));
}

async function underLock(pool: pg.Pool, schema: string, apply: ApplyMigrations): Promise<string[]> {
  const lock = await pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_SPACE, schema]);
    await createSchema(lock, schema);
    await forgetFailedMigrations(lock);
    return await apply(pool, schema);
  } catch (error) {
    throw explainRefusal(error, schema);
  } finally {
    lock.release(true); // its advisory lock goes with it
  }
}

/** Prisma's own migrate creates a missing schema too. Read first: an owner without CREATE on the database may come later. */
async function createSchema(client: pg.PoolClient, schema: string): Promise<void> {
  const found = await client.query('select from pg_namespace where nspname = $1', [schema]);
  if (found.rowCount !== 0) return;
  const name = pg.escapeIdentifier(schema);
  try {
    await client.query(`create schema ${name}`);
  } catch (error) {
    if (errorCode(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    const hint = `Run as a superuser: CREATE SCHEMA ${name} AUTHORIZATION <that login>;`;
    throw new DatabaseError(`The schema ${schema} is missing and this login may not create it. ${hint}`, {
      cause: error,
    });
  }
}

/** A login without rights on the schema is most likely the processes' own, which steps down to the app role. */
function explainRefusal(error: unknown, schema: string): unknown {
  if (!(error instanceof pg.DatabaseError) || error.code !== INSUFFICIENT_PRIVILEGE) return error;
  const advice = 'POSTHORN_MIGRATE_URL must name a login that owns it.';
  return new DatabaseError(`The schema ${schema} cannot be migrated: ${error.message}. ${advice}`, {
    cause: error,
  });
}

/** What a migration failed for, in Postgres' words. */
export function migrationFailed(error: pg.DatabaseError): DatabaseError {
  const advice = error.hint === undefined ? '' : ` ${error.hint}`;
  return new DatabaseError(`A migration failed: ${error.message}${advice}`, { cause: error });
}

/** A failed script left nothing behind (it is one transaction), so once its cause is mended it may simply run again. */
async function forgetFailedMigrations(client: pg.PoolClient): Promise<void> {
  const found = await client.query(`select from pg_class where oid = to_regclass('_prisma_migrations')`);
  if (found.rowCount === 0) return;
  await client.query(
    'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null',
  );
}

export function migrationSession(schema: string): SessionOptions {
  return {
    schema,
    role: 'owner',
    applicationName: 'posthorn migrate',
    connectionsMax: 3,
    statementTimeoutMs: MIGRATION_TIMEOUT_MS,
    lockTimeoutMs: MIGRATION_TIMEOUT_MS,
    isPlannerPinned: false,
  };
}

/** A connection that breaks while it idles is replaced by the pool; one that breaks in use fails its query. */
export function ignoreIdleError(): void {
  return undefined;
}
