import type { Inbox } from '../../api/inboxes.ts';
import { duration } from '../../ui/times.ts';

type Answering = Pick<Inbox, 'status' | 'delay_ms' | 'failures_left' | 'fail_status'>;

/** What an inbox answers: `200`, `200 after 1.5 s`, `503 3 times, then 200`. */
export function answerWords({
  status,
  delay_ms: delayMs,
  failures_left: left,
  fail_status: failStatus,
}: Answering): string {
  const after = delayMs === 0 ? '' : ` after ${duration(delayMs)}`;
  if (left === 0) return `${String(status)}${after}`;
  const times = left === 1 ? 'once' : `${String(left)} times`;
  return `${String(failStatus)} ${times}, then ${String(status)}${after}`;
}
