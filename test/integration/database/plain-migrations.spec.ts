import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listMigrations } from '../../../src/database/migration-files.ts';
import { diagnoseMigrations, migrate } from '../../../src/database/migrations.ts';
import { migratePlainly } from '../../../src/database/plain-migrations.ts';
import { DatabaseError } from '../../../src/database/server-checks.ts';
import { CellDatabase } from './cell.ts';

const UP_TO_DATE = {
  hasMigrationsTable: true,
  failedMigrationNames: [],
  editedMigrationNames: [],
  history: null,
};

let cells: CellDatabase;
let names: string[];

beforeAll(async () => {
  cells = await CellDatabase.create();
  names = await listMigrations();
});

afterAll(async () => {
  await cells.close();
});

/** Columns of every table and view: name, type, default and whether null is taken. */
async function readColumns(schema: string): Promise<unknown[]> {
  return await cells.asSuperuser(
    `select table_name, column_name, data_type, character_maximum_length, replace(column_default, '${schema}', '') as fallback,
            is_nullable
     from information_schema.columns where table_schema = '${schema}' order by table_name, ordinal_position`,
  );
}

describe('migratePlainly', () => {
  it('makes what Prisma’s engine makes, its own table of migrations included', async () => {
    const [plain, prisma] = [cells.newSchemaName(), cells.newSchemaName()];
    expect(await migratePlainly(cells.database.url, plain)).toEqual(names);
    await migrate(cells.database.url, prisma);
    const columns = await readColumns(plain);
    expect(columns.length).toBeGreaterThan(100);
    expect(columns).toEqual(await readColumns(prisma));
  });

  it('leaves nothing to do for Prisma’s engine, which finds its history in order', async () => {
    const schema = cells.newSchemaName();
    await migratePlainly(cells.database.url, schema);
    expect(await migrate(cells.database.url, schema)).toEqual([]);
    expect(await diagnoseMigrations(cells.database.url, schema)).toMatchObject(UP_TO_DATE);
  });

  it('goes on where Prisma’s engine ended', async () => {
    const schema = cells.newSchemaName();
    await migrate(cells.database.url, schema);
    expect(await migratePlainly(cells.database.url, schema)).toEqual([]);
    expect(await diagnoseMigrations(cells.database.url, schema)).toMatchObject(UP_TO_DATE);
  });

  it('applies each once for callers of both kinds at the same time', async () => {
    const schema = cells.newSchemaName();
    const calls = [migratePlainly, migrate, migratePlainly, migrate].map(
      async (apply) => await apply(cells.database.url, schema),
    );
    const applied = await Promise.all(calls);
    expect(applied.filter((each) => each.length > 0)).toEqual([names]);
    expect(await diagnoseMigrations(cells.database.url, schema)).toMatchObject(UP_TO_DATE);
  });

  it('tells why a migration fails, leaves nothing of it, and tries it again', async () => {
    const schema = cells.newSchemaName();
    await cells.asSuperuser(`create schema ${schema} authorization posthorn`);
    await cells.asSuperuser(`create table ${schema}.tenants (id int)`);
    const failed = migratePlainly(cells.database.url, schema);
    await expect(failed).rejects.toThrow(DatabaseError);
    await expect(migratePlainly(cells.database.url, schema)).rejects.toThrow('tenants');
    await cells.asSuperuser(`drop table ${schema}.tenants`);
    expect(await migratePlainly(cells.database.url, schema)).toEqual(names.slice(1));
    expect(await diagnoseMigrations(cells.database.url, schema)).toMatchObject(UP_TO_DATE);
  });
});
