import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diagnoseMigrations, migrate } from '../../../src/database/migrations.ts';
import { DatabaseError } from '../../../src/database/server-checks.ts';
import { inProject } from '../../architecture/project-files.ts';
import { CellDatabase } from './cell.ts';

interface MigrationRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly is_finished: boolean;
  readonly is_rolled_back: boolean;
  readonly logs: string | null;
}

const FOLDER = inProject('prisma/migrations');
const NAMES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const CHECKSUMS = NAMES.map((name) =>
  createHash('sha256')
    .update(readFileSync(`${FOLDER}/${name}/migration.sql`))
    .digest('hex'),
);
const UP_TO_DATE = {
  hasMigrationsTable: true,
  failedMigrationNames: [],
  editedMigrationNames: [],
  history: null,
};

let cells: CellDatabase;

beforeAll(async () => {
  cells = await CellDatabase.create();
});

afterAll(async () => {
  await cells.close();
});

async function readHistory(schema: string): Promise<MigrationRow[]> {
  return await cells.asSuperuser<MigrationRow>(
    `select migration_name, checksum, finished_at is not null as is_finished,
            rolled_back_at is not null as is_rolled_back, logs
     from ${schema}._prisma_migrations order by started_at`,
  );
}

describe('migrate', () => {
  it('applies every migration in order, once', async () => {
    const { url } = cells.database;
    const schema = cells.newSchemaName();
    expect(await migrate(url, schema)).toEqual(NAMES);
    const history = await readHistory(schema);
    expect(await migrate(url, schema)).toEqual([]);
    expect(await readHistory(schema)).toEqual(history);
  });

  it('applies each once for eight callers at the same time', async () => {
    const schema = cells.newSchemaName();
    const calls = Array.from({ length: 8 }, async () => await migrate(cells.database.url, schema));
    const applied = await Promise.all(calls);
    expect(applied.filter((names) => names.length > 0)).toEqual([NAMES]);
    expect((await readHistory(schema)).map((row) => row.migration_name)).toEqual(NAMES);
  });

  it('applies several schemas at the same time', async () => {
    const schemas = [cells.newSchemaName(), cells.newSchemaName(), cells.newSchemaName()];
    const applied = await Promise.all(
      schemas.map(async (schema) => await migrate(cells.database.url, schema)),
    );
    expect(applied).toEqual(schemas.map(() => NAMES));
  });

  it('leaves no connection and no lock behind', async () => {
    const rows = await cells.asSuperuser(
      `select application_name from pg_stat_activity
       where datname = current_database() and application_name = 'posthorn migrate'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('the history of migrations', () => {
  it('is Prisma’s: a finished row each, with the checksum of its file', async () => {
    const schema = cells.newSchemaName();
    await migrate(cells.database.url, schema);
    expect(await readHistory(schema)).toEqual(
      NAMES.map((name, index) => ({
        migration_name: name,
        checksum: CHECKSUMS[index],
        is_finished: true,
        is_rolled_back: false,
        logs: null,
      })),
    );
  });

  it('has the columns that Prisma’s own migrate makes and reads', async () => {
    const schema = cells.newSchemaName();
    await migrate(cells.database.url, schema);
    const columns = await cells.asSuperuser(
      `select column_name || ' ' || data_type || case is_nullable when 'NO' then ' not null' else '' end as column
       from information_schema.columns
       where table_schema = '${schema}' and table_name = '_prisma_migrations' order by ordinal_position`,
    );
    expect(columns.map(({ column }) => column as string)).toEqual([
      'id character varying not null',
      'checksum character varying not null',
      'finished_at timestamp with time zone',
      'migration_name character varying not null',
      'logs text',
      'rolled_back_at timestamp with time zone',
      'started_at timestamp with time zone not null',
      'applied_steps_count integer not null',
    ]);
  });

  it('is what `prisma migrate status` calls up to date', async () => {
    const schema = cells.newSchemaName();
    await migrate(cells.database.url, schema);
    expect(await diagnoseMigrations(cells.database.url, schema)).toEqual(UP_TO_DATE);
  });

  it('is what `prisma migrate status` calls empty before', async () => {
    const schema = cells.newSchemaName();
    await cells.database.query(`create schema ${schema}`);
    expect(await diagnoseMigrations(cells.database.url, schema)).toMatchObject({
      hasMigrationsTable: false,
      history: { diagnostic: 'databaseIsBehind', unappliedMigrationNames: NAMES },
    });
  });

  it('shows an edited migration to `prisma migrate status`', async () => {
    const schema = cells.newSchemaName();
    await migrate(cells.database.url, schema);
    await cells.asSuperuser(
      `update ${schema}._prisma_migrations set checksum = 'another' where migration_name = '${NAMES[0] ?? ''}'`,
    );
    expect(await diagnoseMigrations(cells.database.url, schema)).toEqual({
      ...UP_TO_DATE,
      editedMigrationNames: NAMES.slice(0, 1),
    });
  });
});

describe('a migration that fails', () => {
  let schema: string;

  /** Stands for whatever may go wrong on somebody's server: one table cannot be made. */
  const obstruct = async (): Promise<unknown> =>
    await cells.asSuperuser(`
      create function public.obstruct() returns event_trigger language plpgsql as $$
      begin
        if exists (select from pg_event_trigger_ddl_commands() where object_identity like '${schema}.live_deliveries') then
          raise exception 'no more tables today' using hint = 'Come back tomorrow.';
        end if;
      end $$;
      create event trigger obstruct on ddl_command_end when tag in ('CREATE TABLE')
        execute function public.obstruct()`);
  const mend = async (): Promise<unknown> =>
    await cells.asSuperuser(
      'drop event trigger if exists obstruct; drop function if exists public.obstruct()',
    );

  beforeAll(() => {
    schema = cells.newSchemaName();
  });

  afterAll(mend);

  it('says why in Postgres’s words, and leaves nothing of it behind', async () => {
    await obstruct();
    const failure = migrate(cells.database.url, schema);
    await expect(failure).rejects.toThrow(DatabaseError);
    await expect(failure).rejects.toThrow('A migration failed: no more tables today Come back tomorrow.');
    const tables = await cells.asSuperuser<{ tablename: string }>(
      `select tablename from pg_tables where schemaname = '${schema}' order by 1`,
    );
    expect(tables.map(({ tablename }) => tablename)).toContain('webhooks');
    expect(tables.map(({ tablename }) => tablename)).not.toContain('outbox');
    expect(await diagnoseMigrations(cells.database.url, schema)).toMatchObject({
      failedMigrationNames: [NAMES[2]],
    });
  });

  it('fails again while its cause stands', async () => {
    await expect(migrate(cells.database.url, schema)).rejects.toThrow('no more tables today');
  });

  it('is applied once its cause is mended, and only what was missing', async () => {
    await mend();
    expect(await migrate(cells.database.url, schema)).toEqual(NAMES.slice(2));
    const history = await readHistory(schema);
    expect(history.filter((row) => row.is_finished).map((row) => row.checksum)).toEqual(CHECKSUMS);
    const failed = history.filter((row) => !row.is_finished);
    expect(failed.map((row) => row.migration_name)).toEqual([NAMES[2], NAMES[2]]);
    expect(failed.every((row) => row.is_rolled_back)).toBe(true);
    expect(await diagnoseMigrations(cells.database.url, schema)).toEqual(UP_TO_DATE);
  });
});
