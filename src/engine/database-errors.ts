/**
 * SQLSTATE classes after which the same statement may well succeed: nothing was wrong with its data. A server that has
 * just failed over answers 25 (read only) or refuses the login (28, 3D) for a while.
 */
const TRANSIENT_CLASSES = new Set(['08', '25', '28', '3D', '40', '53', '55', '57', '58']);
const NO_PARTITION = '23514';

/** The SQLSTATE of an error, or Node's own code (ECONNREFUSED), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the fault lies with the connection, the server or its locks, not with what was sent. */
export function isTransient(error: unknown): boolean {
  const code = errorCode(error);
  // pg reports a lost connection and its own time-outs without a code; a fault of the data always has a SQLSTATE.
  if (code?.length !== 5) return true;
  return TRANSIENT_CLASSES.has(code.slice(0, 2));
}

/** A row whose partition is missing fails as a check violation (so does a CHECK: the cure is tried, then the row again). */
export function isMissingPartition(error: unknown): boolean {
  return errorCode(error) === NO_PARTITION;
}
