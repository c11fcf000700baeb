import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma/', import.meta.url));
const MIGRATIONS_FOLDER = path.join(PRISMA_FOLDER, 'migrations');

/** The names of the migrations that this version brings, in their order. */
export async function listMigrations(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The migrations as Prisma's schema engine takes them. */
export async function readMigrations(): Promise<MigrationList> {
  const names = await listMigrations();
  const migrationDirectories = names.map(async (name): Promise<MigrationDirectory> => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: {
        tag: 'ok',
        value: await readFile(path.join(MIGRATIONS_FOLDER, name, 'migration.sql'), 'utf8'),
      },
    },
  }));
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(migrationDirectories),
  };
}

export async function readPrismaSchema(): Promise<string> {
  return await readFile(path.join(PRISMA_FOLDER, 'schema.prisma'), 'utf8');
}
