import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { createPool, type SessionOptions } from './session.ts';

/** What is used of the global; TypeScript declares the whole of it only for browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(compiled: object, imports: object): Promise<{ exports: { __wbindgen_start(): void } }>;
};

const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma/', import.meta.url));
const MIGRATION_TIMEOUT_MS = 600_000;
/** First half of the advisory lock's key ("posthorn"); the second is the schema's name. */
const LOCK_SPACE = 0x706f7374;
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Sends a migration's script as it stands. Prisma's adapter splits it at every `;`, which breaks function bodies and
 * commits statement by statement; sent whole, Postgres runs it as one transaction.
 */
class WholeScriptAdapter extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  }
}

/**
 * Applies the migrations that a schema lacks, with Prisma's own engine, so that `prisma migrate deploy` sees them as
 * done. Several processes may call it at once: one works, the others wait at an advisory lock.
 * @param url a login that owns the schema, or may create it
 * @returns the names of the migrations applied now
 */
export async function migrate(url: string, schema: string): Promise<string[]> {
  const pool = createPool(url, migrationSession(schema), ignoreIdleError);
  const lock = await pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_SPACE, schema]);
    await createSchema(lock, schema);
    await forgetFailedMigrations(lock);
    return await applyMigrations(pool, schema);
  } finally {
    lock.release(true); // its advisory lock goes with it
    await pool.end();
  }
}

/**
 * The SQL that makes the tables of a Prisma schema file from nothing, for the test that compares it with the migrations.
 * @param url any server; nothing is changed on it
 */
export async function describePrismaSchema(url: string, schema: string): Promise<string> {
  const pool = createPool(url, migrationSession(schema), ignoreIdleError);
  try {
    const engine = await openEngine(pool, schema);
    const file = { path: 'schema.prisma', content: await readPrismaSchema() };
    const difference = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [file] },
      script: true,
      exitCode: false,
      filters: NO_FILTERS,
    });
    return difference.stdout ?? '';
  } finally {
    await pool.end();
  }
}

/** Prisma's own migrate creates a missing schema too. Read first: an owner without CREATE on the database may come later. */
async function createSchema(client: pg.PoolClient, schema: string): Promise<void> {
  const found = await client.query('select from pg_namespace where nspname = $1', [schema]);
  if (found.rowCount === 0) await client.query(`create schema ${pg.escapeIdentifier(schema)}`);
}

/** A failed script left nothing behind (it is one transaction), so once its cause is mended it may simply run again. */
async function forgetFailedMigrations(client: pg.PoolClient): Promise<void> {
  const found = await client.query(`select from pg_class where oid = to_regclass('_prisma_migrations')`);
  if (found.rowCount === 0) return;
  await client.query(
    'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null',
  );
}

async function applyMigrations(pool: pg.Pool, schema: string): Promise<string[]> {
  const engine = await openEngine(pool, schema);
  const result = await engine.applyMigrations({
    migrationsList: {
      baseDir: path.join(PRISMA_FOLDER, 'migrations'),
      lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
      shadowDbInitScript: '',
      migrationDirectories: await readMigrations(),
    },
    filters: NO_FILTERS,
  });
  return result.appliedMigrationNames;
}

/** Loads Prisma's schema engine: WebAssembly from its npm package, since its native binary is not on the registry. */
async function openEngine(pool: pg.Pool, schema: string): Promise<engineModule.SchemaEngine> {
  const binding = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const compiled = await WebAssembly.compile(await readFile(binding.replace(/\.js$/, '.wasm')));
  const instance = await WebAssembly.instantiate(compiled, { './schema_engine_bg.js': engineModule });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScriptAdapter(pool, { schema }));
  const datamodels: [string, string][] = [['schema.prisma', await readPrismaSchema()]];
  return await engineModule.SchemaEngine.new({ datamodels }, () => undefined, adapter);
}

async function readMigrations(): Promise<engineModule.MigrationDirectory[]> {
  const folder = path.join(PRISMA_FOLDER, 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: await readFile(path.join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
}

async function readPrismaSchema(): Promise<string> {
  return await readFile(path.join(PRISMA_FOLDER, 'schema.prisma'), 'utf8');
}

function migrationSession(schema: string): SessionOptions {
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
function ignoreIdleError(): void {
  return undefined;
}
