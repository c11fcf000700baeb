import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CellDatabase, type Cell } from './cell.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const INSERT = `insert into audit_log (id, actor_kind, action, object_type, created_at)
  values (gen_random_uuid(), 'system', 'key.created', 'key', $1)`;

let cells: CellDatabase;
let cell: Cell;
beforeAll(async () => {
  cells = await CellDatabase.create();
  cell = await cells.install();
  for (const time of ['2026-01-01', '2026-06-01']) await cell.app.query(INSERT, [time]);
});
afterAll(async () => {
  await cells.close();
});

const times = async (): Promise<string[]> => {
  const { rows } = await cell.owner.query<{ day: string }>(
    `select to_char(created_at, 'YYYY-MM-DD') as day from audit_log where object_type = 'key' order by 1`,
  );
  return rows.map(({ day }) => day);
};

describe('the audit log', () => {
  it.each([
    `update audit_log set action = 'a.b'`,
    'update audit_log set action = action where false',
    'delete from audit_log',
    'delete from audit_log where false',
    'truncate audit_log',
    `insert into audit_log select * from audit_log limit 1 on conflict (id) do update set action = 'a.b'`,
    `merge into audit_log a using audit_log b on a.id = b.id when matched then delete`,
  ])('refuses the app role, and its owner: %s', async (statement) => {
    for (const pool of [cell.app, cell.owner]) {
      await expect(pool.query(statement)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    }
    expect(await times()).toEqual(['2026-01-01', '2026-06-01']);
  });

  it('refuses whoever replays changes, for whom other triggers are asleep', async () => {
    const replay = 'set session_replication_role to replica';
    await expect(cells.asSuperuser(`${replay}; delete from ${cell.schema}.audit_log`)).rejects.toThrow(
      'The audit log only grows: DELETE is refused.',
    );
  });

  it('takes no row of an unknown kind of actor, or of a key without its id', async () => {
    for (const kind of ['somebody', 'key']) {
      const insert = INSERT.replace('system', kind);
      await expect(cell.app.query(insert, ['2026-01-01'])).rejects.toMatchObject({ code: '23514' });
    }
  });

  it('forgets what is old for its owner alone, and says so itself', async () => {
    const forget = `select forget_audit('2026-03-01')`;
    await expect(cell.app.query(forget)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    const client = await cell.owner.connect();
    try {
      await client.query(`begin; set local posthorn.tenant to ''`);
      expect((await client.query(forget)).rows).toEqual([{ forget_audit: '1' }]);
      const { rows } = await client.query(`select current_setting('posthorn.tenant') as reach`);
      expect(rows).toEqual([{ reach: '' }]);
    } finally {
      await client.query('commit');
      client.release();
    }
    expect(await times()).toEqual(['2026-06-01']);
    const { rows } = await cell.owner.query(
      `select actor_kind, changes from audit_log where action = 'audit.forgotten'`,
    );
    expect(rows).toEqual([
      {
        actor_kind: 'system',
        changes: { rows: { before: 1, after: 0 }, older_than: { after: expect.any(String) } },
      },
    ]);
    await expect(cell.owner.query('delete from audit_log')).rejects.toMatchObject({
      code: INSUFFICIENT_PRIVILEGE,
    });
    expect((await cell.owner.query(forget)).rows).toEqual([{ forget_audit: '0' }]);
  });
});
