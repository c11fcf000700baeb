import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { findApplied, migrateLocked, migrationFailed } from './locked-migration.ts';
import { readMigrations } from './migration-files.ts';

/** As Prisma makes its table of migrations on Postgres, word for word: its engine goes on from here. */
const CREATE_TABLE = `
create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/**
 * Applies the migrations that a schema lacks over pg alone, and writes them down as Prisma's engine does, so that either
 * takes up where the other ended (docs/decisions/0021). For programs that do without Prisma.
 * @param url a login that owns the schema, or may create it
 * @returns the names of the migrations applied now
 * @throws DatabaseError where Postgres refuses one, with its words and its hint
 */
export async function migratePlainly(url: string, schema: string): Promise<string[]> {
  return await migrateLocked(url, schema, applyPlainly);
}

async function applyPlainly(pool: pg.Pool): Promise<string[]> {
  await pool.query(CREATE_TABLE);
  const known = await findApplied(pool);
  const { migrationDirectories } = await readMigrations();
  const applied: string[] = [];
  for (const { path: name, migrationFile } of migrationDirectories) {
    const { content } = migrationFile;
    if (known.has(name) || content.tag !== 'ok') continue;
    await apply(pool, name, content.value);
    applied.push(name);
  }
  return applied;
}

/** The script goes as one message, which Postgres runs as one transaction. */
async function apply(pool: pg.Pool, name: string, script: string): Promise<void> {
  const id = randomUUID();
  await pool.query(
    'insert into _prisma_migrations (id, checksum, migration_name, started_at) values ($1, $2, $3, now())',
    [id, createHash('sha256').update(script).digest('hex'), name],
  );
  try {
    await pool.query(script);
  } catch (error) {
    if (error instanceof pg.DatabaseError) throw migrationFailed(error);
    throw error;
  }
  await pool.query(
    'update _prisma_migrations set finished_at = now(), applied_steps_count = 1 where id = $1',
    [id],
  );
}
