const CAUSES_MAX = 8;

/** A failure and what lies behind it, outermost first; at most 8. */
export function* causesOf(failure: unknown): Generator<object> {
  let current = failure;
  for (let step = 0; step < CAUSES_MAX && typeof current === 'object' && current !== null; step += 1) {
    yield current;
    current = causeOf(current);
  }
}

/** Whether a failure, or a cause of it, has this code: of Node, of Prisma, or an SQLSTATE. */
export function hasCode(failure: unknown, code: string): boolean {
  for (const cause of causesOf(failure)) {
    if ('code' in cause && cause.code === code) return true;
  }
  return false;
}

/** Prisma keeps what Postgres said in the `meta` of its own error. */
function causeOf(failure: object): unknown {
  if ('cause' in failure && failure.cause !== undefined) return failure.cause;
  if (!('meta' in failure) || typeof failure.meta !== 'object' || failure.meta === null) return undefined;
  return 'driverAdapterError' in failure.meta ? failure.meta.driverAdapterError : undefined;
}
