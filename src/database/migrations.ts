import type { DiagnoseMigrationHistoryOutput } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { ignoreIdleError, migrateLocked, migrationFailed, migrationSession } from './locked-migration.ts';
import { readMigrations, readPrismaSchema } from './migration-files.ts';
import { openEngine, WholeScriptAdapter } from './schema-engine.ts';
import { createPool } from './session.ts';

const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations that a schema lacks, with Prisma's own engine, so that `prisma migrate deploy` sees them as
 * done. Several processes may call it at once: one works, the others wait at an advisory lock.
 * @param url a login that owns the schema, or may create it
 * @returns the names of the migrations applied now
 * @throws DatabaseError where Postgres refuses one, with its words and its hint
 */
export async function migrate(url: string, schema: string): Promise<string[]> {
  return await migrateLocked(url, schema, applyMigrations);
}

/**
 * The SQL that makes the tables of a Prisma schema file from nothing, for the test that compares it with the migrations.
 * @param url any server; nothing is changed on it
 */
export async function describePrismaSchema(url: string, schema: string): Promise<string> {
  const pool = createPool(url, migrationSession(schema), ignoreIdleError);
  try {
    const engine = await openEngine(new WholeScriptAdapter(pool, { schema }));
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

/** What `prisma migrate status` goes by: the migrations that the schema lacks, failed at, or has other files of. */
export async function diagnoseMigrations(
  url: string,
  schema: string,
): Promise<DiagnoseMigrationHistoryOutput> {
  const pool = createPool(url, migrationSession(schema), ignoreIdleError);
  try {
    const engine = await openEngine(new WholeScriptAdapter(pool, { schema }));
    return await engine.diagnoseMigrationHistory({
      migrationsList: await readMigrations(),
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    });
  } finally {
    await pool.end();
  }
}

async function applyMigrations(pool: pg.Pool, schema: string): Promise<string[]> {
  const adapter = new WholeScriptAdapter(pool, { schema });
  const engine = await openEngine(adapter);
  try {
    const result = await engine.applyMigrations({
      migrationsList: await readMigrations(),
      filters: NO_FILTERS,
    });
    return result.appliedMigrationNames;
  } catch (error) {
    if (!(adapter.scriptError instanceof pg.DatabaseError)) throw error;
    throw migrationFailed(adapter.scriptError);
  }
}
