import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { sessionSql } from '../../../src/database/session.ts';
import type { Statement } from '../../../src/engine/statement.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { inProject, listFiles } from '../../architecture/project-files.ts';

interface Found extends Statement {
  readonly file: string;
}

const isStatement = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && 'name' in value && 'text' in value;

/** What a whole statement begins with; other texts are parts of some, and are tried where they stand in one. */
const STATEMENT_BEGIN = /^\s*(?:with|select|insert|update|delete)\b/i;

/** A statement, a table of statements by size, or the text of one that is not kept prepared. */
function statementsIn(file: string, name: string, exported: unknown): Found[] {
  if (typeof exported === 'string') {
    return STATEMENT_BEGIN.test(exported) ? [{ file, name: name.toLowerCase(), text: exported }] : [];
  }
  if (isStatement(exported)) return [{ file, name: exported.name, text: exported.text }];
  if (typeof exported !== 'object' || exported === null) return [];
  return Object.values(exported).flatMap((value: unknown) =>
    isStatement(value) ? [{ file, name: value.name, text: value.text }] : [],
  );
}

async function findStatements(): Promise<Found[]> {
  const found: Found[] = [];
  // One after another: modules that import each other are lost where the test runner is asked for both at once.
  for (const file of listFiles('src', /\/sql\/[^/]+(?<!\.spec)\.ts$/)) {
    const module = (await import(pathToFileURL(inProject(file)).href)) as Record<string, unknown>;
    found.push(...Object.entries(module).flatMap(([name, exported]) => statementsIn(file, name, exported)));
  }
  return found;
}

const statements = await findStatements();

describe('the SQL statements', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      sessionSql({
        schema: 'posthorn',
        role: 'app',
        applicationName: 'posthorn test',
        connectionsMax: 1,
        statementTimeoutMs: 10_000,
        lockTimeoutMs: 2_000,
        isPlannerPinned: true,
      }),
    );
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('are found', () => {
    const names = statements.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['publish_events', 'claim_due_200', 'complete', 'live_statistics']),
    );
  });

  it('have a name of their own each, which a connection knows them by', () => {
    const names = statements.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => Buffer.byteLength(name) > 63)).toEqual([]);
  });

  // EXPLAIN checks, beyond the names of tables and columns, that the role may do what the statement does.
  it.each(statements.map((found) => [found.name, found.file, found] as const))(
    '%s of %s is understood and allowed',
    async (name, _file, { text }) => {
      await client.query(`prepare ${name} as ${text}`);
      const { rows } = await client.query<{ count: number }>(
        'select cardinality(parameter_types) as count from pg_prepared_statements where name = $1',
        [name],
      );
      const nulls = Array.from({ length: rows[0]?.count ?? 0 }, () => 'null').join(', ');
      const plan = await client.query(`explain execute ${name}${nulls === '' ? '' : `(${nulls})`}`);
      expect(plan.rows.length).toBeGreaterThan(0);
    },
  );
});
