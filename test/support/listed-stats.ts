import type { AttemptJson, DeliveryJson } from '../../src/deliveries/delivery-answers.ts';
import type { TestApp } from './test-app.ts';
import { walkPages } from './walk-pages.ts';

export interface ListedStats {
  /** Part of what the statistics answer. */
  readonly stats: object;
  /** Of all attempts, the shortest first. */
  readonly durations: readonly number[];
}

/** The statistics of what the API lists, as someone would count it who has the lists alone. */
export async function countLists(app: TestApp, query: string): Promise<ListedStats> {
  const pages = await walkPages(app, `/api/deliveries?limit=250&${query}`);
  const deliveries = pages.flatMap(({ data }) => data) as unknown as DeliveryJson[];
  const attempts: AttemptJson[] = [];
  for (const { id } of deliveries) {
    const answer = await app.get(`/api/deliveries/${id}`);
    attempts.push(...(answer.body as { attempts: AttemptJson[] }).attempts);
  }
  const failed = attempts.filter(({ outcome }) => outcome === 'failed').length;
  const stats = {
    total: deliveries.length,
    by_status: countBy(deliveries, ({ status }) => status),
    attempts: { count: attempts.length, failed, succeeded: attempts.length - failed },
    by_event_type: groupBy(deliveries, 'event_type'),
    ...(query === '' ? { by_webhook: groupBy(deliveries, 'webhook_id') } : {}),
  };
  return { stats, durations: attempts.map((attempt) => attempt.duration_ms).toSorted((a, b) => a - b) };
}

function countBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[keyOf(row)] = (counts[keyOf(row)] ?? 0) + 1;
  return counts;
}

function groupBy(deliveries: readonly DeliveryJson[], name: 'event_type' | 'webhook_id') {
  const totals = Object.entries(countBy(deliveries, (delivery) => delivery[name]));
  const data = totals
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([key, total]) => ({
      [name]: key,
      total,
      by_status: countBy(
        deliveries.filter((delivery) => delivery[name] === key),
        ({ status }) => status,
      ),
    }));
  return { data, others: 0 };
}
