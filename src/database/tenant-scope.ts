import pg from 'pg';
import type { Uuid } from '../domain/ids.ts';
import { inTransaction, type Queryable } from '../engine/statement.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { EVERY_TENANT, TENANT_SETTING } from './tenant-setting.ts';

const UUID_FORM = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type PrismaWork<T> = (tx: Prisma.TransactionClient) => Promise<T>;
type Read<T> = (client: Queryable) => Promise<T>;

/**
 * Runs `work` in a transaction that sees and changes the rows of one tenant alone, whatever its conditions say. The
 * setting ends with the transaction, so that a connection that a pooler hands on takes nothing of it along.
 * @param timeoutMs after which it is taken back; as long as one statement may take where none is given
 */
export async function inTenant<T>(
  prisma: PrismaClient,
  tenantId: Uuid,
  work: PrismaWork<T>,
  timeoutMs?: number,
): Promise<T> {
  return await inScope(prisma, scopeOf(tenantId), work, timeoutMs);
}

/** As `inTenant`, for whoever may see every tenant's rows, and those of none. */
export async function inEveryTenant<T>(prisma: PrismaClient, work: PrismaWork<T>): Promise<T> {
  return await inScope(prisma, EVERY_TENANT, work);
}

/** Reads one tenant's rows, in one transaction that can change nothing; one round trip more than without. */
export async function readInTenant<T>(pool: pg.Pool, tenantId: Uuid, read: Read<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(`begin read only; ${settingOfTenant(tenantId)}`);
    const result = await read(client);
    // There is nothing to commit: whoever reads need not wait for the end, but the next user of the connection does.
    client.query('commit').then(
      () => {
        client.release();
      },
      () => {
        client.release(true);
      },
    );
    return result;
  } catch (error) {
    // A connection whose transaction did not end well is closed, not handed on.
    client.release(true);
    throw error;
  }
}

/** Runs each statement in a transaction of its own that sees every tenant's rows: for upkeep and statistics. */
export function ofEveryTenant(pool: pg.Pool): Queryable {
  // Of pg's many signatures, this is the one that the others come to.
  const query = async (text: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> =>
    await inTransaction(pool, async (client) => {
      await client.query(settingOf(EVERY_TENANT));
      return await client.query(text, values);
    });
  return { query: query as unknown as Queryable['query'] };
}

/** What a transaction of one tenant begins with, for those that begin with more. */
export function settingOfTenant(tenantId: Uuid): string {
  return settingOf(scopeOf(tenantId));
}

async function inScope<T>(
  prisma: PrismaClient,
  scope: string,
  work: PrismaWork<T>,
  timeoutMs?: number,
): Promise<T> {
  const run = async (tx: Prisma.TransactionClient): Promise<T> => {
    await tx.$executeRaw`select set_config(${TENANT_SETTING}, ${scope}, true)`;
    return await work(tx);
  };
  return await prisma.$transaction(run, timeoutMs === undefined ? {} : { timeout: timeoutMs });
}

function settingOf(scope: string): string {
  return `set local ${TENANT_SETTING} to ${pg.escapeLiteral(scope)}`;
}

/** A tenant's id as the setting: nothing that a caller hands in by mistake becomes `*`. */
function scopeOf(tenantId: Uuid): string {
  if (!UUID_FORM.test(tenantId)) throw new TypeError('not the id of a tenant');
  return tenantId;
}
