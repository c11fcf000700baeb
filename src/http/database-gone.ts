import { causesOf } from '../domain/error-causes.ts';

/** The socket to the database could not be opened or was lost (node:net and node:dns error codes). */
const NODE_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * SQLSTATEs, PostgreSQL appendix A: query_canceled, admin_shutdown, crash_shutdown, cannot_connect_now, …; 55000 is a
 * database that lets nobody in, and 3D000 none at all, which a server that has just failed over may be. 40P01 is a deadlock:
 * the other one goes on, and the same request succeeds.
 */
const SQL_STATES = new Set([
  '25006',
  '3D000',
  '40P01',
  '55000',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
]);
/**
 * Connection exceptions, logins refused, insufficient resources (too many connections, disk full, out of memory), and
 * failures of the system below (58030 is an error of its disk).
 */
const SQL_STATE_CLASSES = new Set(['08', '28', '53', '58']);

/** Prisma: unreachable, timed out, connection closed, no connection or no transaction from the pool in time. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
const PRISMA_ADAPTER_KINDS = new Set([
  'AuthenticationFailed',
  'ConnectionClosed',
  'DatabaseAccessDenied',
  'DatabaseDoesNotExist',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TooManyConnections',
]);

/** pg 8 and pg-pool 3 give these no code at all, so their fixed texts are all there is to know them by. */
const CODELESS_PG_MESSAGES = new Set([
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Connection terminated',
  'Connection terminated due to connection timeout',
  'Connection terminated unexpectedly',
  'Query read timeout',
  'timeout exceeded when trying to connect',
  'timeout expired',
]);

/** Whether a failure, or a cause of it, says that the database cannot answer now but may answer soon. */
export function isDatabaseGone(failure: unknown): boolean {
  for (const cause of causesOf(failure)) {
    if (saysDatabaseGone(cause)) return true;
  }
  return false;
}

function saysDatabaseGone(failure: object): boolean {
  if ('kind' in failure && typeof failure.kind === 'string' && PRISMA_ADAPTER_KINDS.has(failure.kind))
    return true;
  if ('code' in failure && typeof failure.code === 'string') return isGoneCode(failure.code);
  return failure instanceof Error && CODELESS_PG_MESSAGES.has(failure.message);
}

function isGoneCode(code: string): boolean {
  if (NODE_CODES.has(code) || PRISMA_CODES.has(code) || SQL_STATES.has(code)) return true;
  return /^[0-9A-Z]{5}$/.test(code) && SQL_STATE_CLASSES.has(code.slice(0, 2));
}
