import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGuide } from '../support/guide.ts';
import { isAtHand } from '../support/snippet-verifiers.ts';
import { asSuperuser, createSqlLogin, type SqlLogin } from '../support/sql-login.ts';
import { runPsql } from '../support/sql-snippets.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/control-from-sql.md');
const COUNT = 5;

let app: TestApp;
let oncall: SqlLogin;

beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  oncall = await createSqlLogin(app.database);
  await asSuperuser(app.database, guide.block('grant').replace('to oncall', `to ${oncall.name}`));
  const events = Array.from({ length: COUNT }, (_, number) => ({ type: 'order.paid', data: { number } }));
  await app.post('/api/webhooks', { uid: 'orders', url: 'http://127.0.0.1:9/' });
  expect((await app.post('/api/events/batch', { events })).status).toBe(202);
});

afterAll(async () => {
  await oncall.drop();
  await app.close();
});

/** The answers of a block's queries, in their order. */
async function run(name: string): Promise<unknown[]> {
  const block = guide.block(name);
  if (isAtHand('psql', '--version')) return await runPsql(block, oncall.url);
  // Without psql its own commands are left out, and what they would have set is written in.
  const script = block.replace(/^.*\\gset\n/m, '').replace(`:'started'`, 'now()');
  const results = (await oncall.pool.query(script)) as unknown as { rows: object[] } | { rows: object[] }[];
  return [results].flat().flatMap(({ rows }) => rows.flatMap((row) => Object.values(row).map(shown)));
}

const shown = (value: unknown): string =>
  typeof value === 'boolean' ? String(value).slice(0, 1) : String(value);

describe('the document on acting from SQL', () => {
  it('pauses and resumes', async () => {
    expect(await run('pause')).toEqual(['t', 't']);
  });

  it('ends what waits, and tries it again', async () => {
    expect(await run('cancel')).toEqual([String(COUNT), '0']);
    await app.database.query(`update finished_deliveries set status = 'dead_letter', reason = 'exhausted'`);
    expect(await run('requeue')).toEqual([String(COUNT), '0', '0']);
    expect(await run('repeat')).toEqual(['0']);
  });

  it('lists the arguments as they are', async () => {
    const rows = await app.database.query<{ names: string[] }>(
      `select proargnames[1:7] as names from pg_proc where proname in ('requeue', 'cancel')
       and pronamespace = 'posthorn'::regnamespace`,
    );
    const listed = guide.table('Argument').map(([name = '']) => name.slice(1, -1));
    expect(rows).toEqual([{ names: listed }, { names: listed }]);
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
