import type { Receiver } from './receiver.ts';

/** How often the request of each event arrived, by the event's id. */
export function countByEvent(receiver: Receiver): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { headers } of receiver.requests) {
    const id = String(headers['webhook-id']);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
