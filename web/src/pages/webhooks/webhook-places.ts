import type { WebhookState } from '../../api/webhooks.ts';

/** What the list is narrowed to; kept in the address. */
export interface ListFilter {
  /** Words that stand in the name, the URL, the uid or the event types. */
  readonly q?: string;
  readonly state?: WebhookState;
}

export const WEBHOOK_STATES = [
  'active',
  'failing',
  'paused',
  'disabled',
] as const satisfies readonly WebhookState[];

/** The tabs of a webhook, by what stands in the address. */
export const WEBHOOK_TABS = ['overview', 'deliveries', 'policy', 'secrets', 'verify'] as const;
export type WebhookTab = (typeof WEBHOOK_TABS)[number];

export const CHART_SPANS = ['hour', 'day', 'month'] as const;
export type ChartSpan = (typeof CHART_SPANS)[number];

export interface WebhookPlace {
  /** Default: `overview`. */
  readonly tab?: WebhookTab;
  /** What the chart shows: up to now. Default: `day`. */
  readonly span?: ChartSpan;
}

export function readFilter({ q, state }: Record<string, unknown>): ListFilter {
  const known = WEBHOOK_STATES.find((one) => one === state);
  // A number in the address is read as one.
  const text = typeof q === 'string' || typeof q === 'number' ? String(q) : '';
  return { ...(text === '' ? {} : { q: text }), ...(known === undefined ? {} : { state: known }) };
}

export function readTab({ tab }: Record<string, unknown>): Pick<WebhookPlace, 'tab'> {
  const known = WEBHOOK_TABS.find((one) => one === tab);
  return known === undefined ? {} : { tab: known };
}

export function readChartSpan({ span }: Record<string, unknown>): Pick<WebhookPlace, 'span'> {
  const known = CHART_SPANS.find((one) => one === span);
  return known === undefined ? {} : { span: known };
}
