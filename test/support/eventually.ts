import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 20;

/** Polls until the check gives something other than null, undefined or false; fails with `what` after the time-out. */
export async function eventually<T>(
  what: string,
  check: () => T | Promise<T>,
  timeoutMs = 25_000,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value !== null && value !== undefined && value !== false) {
      return value as Exclude<T, null | undefined | false>;
    }
    if (performance.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await delay(INTERVAL_MS);
  }
}
