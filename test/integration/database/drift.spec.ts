import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { describePrismaSchema } from '../../../src/database/migrations.ts';
import { inProject } from '../../architecture/project-files.ts';
import { CellDatabase } from './cell.ts';

/** Tables apart from partitions and what Prisma keeps for itself. */
const OWN_TABLE = `c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
  and not c.relispartition and c.relname <> '_prisma_migrations'`;

/** Prisma writes the same thing in other words: the precision that is the default, and an empty array. */
const COLUMNS = `
  select c.relname || '.' || a.attname as name,
         replace(format_type(a.atttypid, a.atttypmod), '(6)', '') as type,
         -- Prisma's lists are never null, but it declares their columns as if they could be.
         a.attnotnull or a.attndims > 0 as is_required,
         replace(replace(pg_get_expr(d.adbin, d.adrelid), 'CURRENT_TIMESTAMP', 'now()'),
                 'ARRAY[]::text[]', '''{}''::text[]') as default
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where ${OWN_TABLE} order by 1`;

const KEYS = `
  select c.relname || '.' || k.conname as name, replace(pg_get_constraintdef(k.oid), current_schema() || '.', '') as definition
  from pg_class c join pg_constraint k on k.conrelid = c.oid
  where ${OWN_TABLE} and k.contype in ('p', 'f') order by 1`;

const INDEXES = `
  select c.relname || '.' || i.relname as name, x.indisunique as is_unique,
         regexp_replace(pg_get_indexdef(x.indexrelid), '^.* USING ', '') as definition
  from pg_class c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
  where ${OWN_TABLE} and not x.indisprimary and x.indpred is null order by 1`;

const ENUMS = `
  select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as labels
  from pg_type t join pg_enum e on e.enumtypid = t.oid
  where t.typnamespace = current_schema()::regnamespace group by 1 order by 1`;

const VIEWS = `
  select c.relname || '.' || a.attname as name, replace(format_type(a.atttypid, a.atttypmod), '(6)', '') as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'v' order by 1`;

describe('the Prisma schema file and the migrations', () => {
  let cells: CellDatabase;
  let migrated: pg.Pool;
  let described: pg.Pool;
  let script: string;

  beforeAll(async () => {
    cells = await CellDatabase.create();
    migrated = (await cells.install()).owner;
    const schema = cells.newSchemaName();
    script = await describePrismaSchema(cells.database.url, schema);
    await cells.database.query(`create schema if not exists ${schema}`);
    described = cells.openPool(cells.database.url, schema, 'owner');
    await described.query(script);
  });

  afterAll(async () => {
    await cells.close();
  });

  it.each([
    ['columns: names, types, nullability, defaults', COLUMNS],
    ['primary and foreign keys', KEYS],
    ['indexes on whole tables', INDEXES],
    ['enums', ENUMS],
  ])('make the same %s', async (_what, query) => {
    const [actual, expected] = [await migrated.query(query), await described.query(query)];
    expect(expected.rows.length).toBeGreaterThan(1);
    expect(actual.rows).toEqual(expected.rows);
  });

  it('name the same columns of views', async () => {
    // Prisma makes no view. Read as a table, its model of one says what its queries expect.
    const { rows } = await migrated.query<{ name: string }>(VIEWS);
    const modelled = ['deliveries', 'webhook_holds'].flatMap((view) =>
      readViewModel(view).map((column) => `${view}.${column}`),
    );
    expect(rows.map(({ name }) => name)).toEqual(modelled.sort());
  });
});

/** The columns of a view in the Prisma schema file. */
function readViewModel(table: string): string[] {
  const text = readFileSync(inProject('prisma/schema.prisma'), 'utf8');
  const body = [...text.matchAll(/^view \w+ \{\n(.*?)^\}/gms)]
    .map((match) => match[1] ?? '')
    .find((candidate) => candidate.includes(`@@map("${table}")`));
  if (body === undefined) throw new Error(`The Prisma schema has no view ${table}.`);
  return [...body.matchAll(/^ {2}(\w+).*$/gm)].map(
    ([line, field = '']) => /@map\("(\w+)"\)/.exec(line)?.[1] ?? field,
  );
}
