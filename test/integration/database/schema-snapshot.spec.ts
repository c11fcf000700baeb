import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { inProject } from '../../architecture/project-files.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { describeSchema } from './schema-text.ts';

const PATH = 'test/support/schema-snapshot.sql';
const HEADER = `-- What the migrations make, as the catalogue tells it; partitions are left out. Written by
--   UPDATE_SNAPSHOT=1 npm test -- test/integration/database/schema-snapshot.spec.ts
`;

describe('the schema', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  it(`is as ${PATH} says; a change of it is meant where that file is changed with it`, async () => {
    const text = `${HEADER}\n${await describeSchema(database)}\n-- The schema of the reports\n\n${await describeReports(database)}`;
    if (process.env.UPDATE_SNAPSHOT === '1') writeFileSync(inProject(PATH), text);
    const committed = existsSync(inProject(PATH)) ? readFileSync(inProject(PATH), 'utf8') : '';
    // Both as lists of lines, so that a failure shows the lines that differ.
    expect(text.split('\n')).toEqual(committed.split('\n'));
  });
});

async function describeReports(database: TestDatabase): Promise<string> {
  const client = database.client();
  await client.connect();
  try {
    await client.query('set search_path to posthorn_report, posthorn');
    return await describeSchema({
      query: async <Row extends pg.QueryResultRow>(text: string) => (await client.query<Row>(text)).rows,
    });
  } finally {
    await client.end();
  }
}
