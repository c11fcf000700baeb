import pg from 'pg';
import { EVERY_TENANT, TENANT_SETTING } from './tenant-setting.ts';

/** How a pool's connections behave once they are open. */
export interface SessionOptions {
  readonly schema: string;
  /** `app` steps down to the role without DDL; `owner` stays who logged in (migrations). */
  readonly role: 'app' | 'owner';
  readonly applicationName: string;
  readonly connectionsMax: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  /** Rows of every tenant, which the owner's connections always see; without it, none until a transaction names its tenant. */
  readonly isOfEveryTenant?: boolean;
  /** Pins the planner to index paths: statistics of a churning queue are always stale (ENGINE.md: 28 → 15.6 µs a row). */
  readonly isPlannerPinned: boolean;
}

/** For a connection of the pool, new or given back. Prisma would give up a transaction's after 2 s, and answer 503. */
export const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;
/** Ends a query on a server that no longer answers; above statement_timeout, so that a living server speaks first. */
const QUERY_TIMEOUT_SLACK_MS = 5_000;

/** For a connection; a caller beyond them is told at once, where it could only wait for its time-out. */
const WAITING_MAX = 1_000;

/** More callers wait for a connection than may; the SQLSTATE is that of a server which has none left. */
class PoolFullError extends Error {
  readonly code = '53300';
}

/** Opens nothing yet: connections are made on demand, up to `connectionsMax`. */
export function createPool(url: string, options: SessionOptions, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.applicationName,
    max: options.connectionsMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    query_timeout: options.statementTimeoutMs + QUERY_TIMEOUT_SLACK_MS,
    keepAlive: true,
    // Set after connecting, since transaction poolers refuse startup options. The pool waits for the promise.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- its type says void
    onConnect: async (client) => {
      client.on('error', onError);
      await client.query(sessionSql(options));
    },
  });
  pool.on('error', onError);
  boundQueue(pool);
  return pool;
}

/** Every way of the pool to a connection, `query` too, begins with `connect`. */
function boundQueue(pool: pg.Pool): void {
  const connect = pool.connect.bind(pool) as (
    callback?: ConnectCallback,
  ) => Promise<pg.PoolClient> | undefined;
  const bounded = (callback?: ConnectCallback): Promise<pg.PoolClient> | undefined => {
    if (pool.waitingCount < WAITING_MAX) return connect(callback);
    const error = new PoolFullError('too many callers wait for a connection');
    if (callback === undefined) return Promise.reject(error);
    process.nextTick(callback, error, undefined, () => undefined);
    return undefined;
  };
  pool.connect = bounded as pg.Pool['connect'];
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: () => void,
) => void;

/** The statements that every connection begins with, as one round trip. */
export function sessionSql(options: SessionOptions): string {
  const schema = pg.escapeIdentifier(options.schema);
  const statements = [
    `set search_path to ${schema}`,
    `set statement_timeout to ${options.statementTimeoutMs}`,
    `set lock_timeout to ${options.lockTimeoutMs}`,
    `set idle_in_transaction_session_timeout to ${options.statementTimeoutMs}`,
    `set time zone 'UTC'`,
    // Always set: what a role or a database has for its default is no say in whose rows are seen.
    `set ${TENANT_SETTING} to '${isOfEveryTenant(options) ? EVERY_TENANT : ''}'`,
  ];
  if (options.isPlannerPinned) {
    for (const path of ['seqscan', 'hashjoin', 'mergejoin', 'bitmapscan']) {
      statements.push(`set enable_${path} to off`);
    }
  }
  if (options.role === 'app') statements.push(`set role ${pg.escapeIdentifier(appRole(options.schema))}`);
  return statements.join('; ');
}

function isOfEveryTenant({ role, isOfEveryTenant = false }: SessionOptions): boolean {
  return role === 'owner' || isOfEveryTenant;
}

export function appRole(schema: string): string {
  return `${schema}_app`;
}
