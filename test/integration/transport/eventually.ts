import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 5;

/** Waits until the condition holds. @throws Error after `timeoutMs` with the description */
export async function eventually(
  description: string,
  condition: () => boolean,
  timeoutMs = 10_000,
): Promise<void> {
  const deadlineAt = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadlineAt) throw new Error(`Not within ${String(timeoutMs)} ms: ${description}`);
    await delay(POLL_MS);
  }
}
