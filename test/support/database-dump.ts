import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestDatabase } from './test-database.ts';

const execute = promisify(execFile);
const DUMP_BYTES_MAX = 256 * 1_024 * 1_024;

/** Every row of every table there is, the system's own included, as text. */
export async function readAllRows(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and has_table_privilege(c.oid, 'select') and n.nspname <> 'pg_toast' order by 1`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select t::text as row from ${name} t`);
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}

/** Whether a pg_dump is at hand that is not older than the server, which it refuses. */
export async function canDump(database: TestDatabase): Promise<boolean> {
  const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
  const own = Number(/(\d+)/.exec(stdout)?.[1] ?? 0);
  const [server] = await database.query<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  );
  return own >= Math.floor(Number(server?.version) / 10_000);
}

export async function dump({ superuserUrl }: TestDatabase): Promise<string> {
  const { stdout } = await execute('pg_dump', [superuserUrl], { maxBuffer: DUMP_BYTES_MAX });
  return stdout;
}
