import type { Webhook, WebhookBody } from '../../../api/webhooks.ts';
import { readOptionalJson } from '../../../ui/json-text.ts';
import { retryBody, retryForm, type RetryForm } from './retry-form.ts';

export const SIGNATURES = ['hmac-sha256', 'hmac-sha512', 'ed25519'] as const satisfies readonly NonNullable<
  WebhookBody['signature']
>[];

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** The fields as they stand in the page: texts, since that is what is typed. */
export interface WebhookForm {
  readonly url: string;
  readonly name: string;
  readonly uid: string;
  readonly description: string;
  /** Types, apart by blanks, commas or lines. */
  readonly events: string;
  /** JSON; empty for none. */
  readonly filter: string;
  readonly format: string;
  readonly signature: string;
  readonly secret: string;
  readonly headers: readonly NamedValue[];
  readonly metadata: readonly NamedValue[];
  readonly retry: RetryForm;
  readonly timeoutSeconds: string;
  readonly requestsPerSecond: string;
  readonly burst: string;
  readonly perHour: string;
  readonly maxInFlight: string;
  readonly isShadow: boolean;
}

export const EMPTY_FORM: WebhookForm = {
  url: '',
  name: '',
  uid: '',
  description: '',
  events: '',
  filter: '',
  format: 'standard',
  signature: 'hmac-sha256',
  secret: '',
  headers: [],
  metadata: [],
  retry: retryForm(null),
  timeoutSeconds: '',
  requestsPerSecond: '',
  burst: '',
  perHour: '',
  maxInFlight: '',
  isShadow: false,
};

export function formOf(webhook: Webhook): WebhookForm {
  const { filter, rate_limit: limit } = webhook;
  return {
    ...EMPTY_FORM,
    url: webhook.url,
    name: webhook.name,
    uid: webhook.uid ?? '',
    description: webhook.description,
    events: webhook.events.join('\n'),
    filter: filter === null ? '' : JSON.stringify(filter, null, 2),
    format: webhook.format,
    headers: namedValues(webhook.headers),
    metadata: namedValues(webhook.metadata),
    retry: retryForm(webhook.retry),
    timeoutSeconds: String(webhook.timeout_ms / 1_000),
    requestsPerSecond: textOf(limit?.requests_per_second),
    burst: textOf(limit?.burst),
    perHour: textOf(limit?.per_hour),
    maxInFlight: String(webhook.max_in_flight),
    isShadow: webhook.mode === 'shadow',
  };
}

/** What the API is asked to make. What is empty is null, which is the default. @throws Error where `findFormFaults` finds something */
export function bodyOf(form: WebhookForm): WebhookBody {
  const timeoutSeconds = numberOf(form.timeoutSeconds);
  return {
    url: form.url.trim(),
    name: textOrNull(form.name),
    uid: textOrNull(form.uid),
    description: form.description,
    events: eventsOf(form),
    filter: readOptionalJson(form.filter).value,
    format: form.format,
    headers: recordOf(form.headers),
    metadata: recordOf(form.metadata),
    retry: retryBody(form.retry),
    timeout_ms: timeoutSeconds === null ? null : Math.round(timeoutSeconds * 1_000),
    rate_limit: rateLimitOf(form),
    max_in_flight: numberOf(form.maxInFlight),
    mode: form.isShadow ? 'shadow' : 'live',
  };
}

/** The secret is given where a webhook is made, and rotated later. */
export function createBodyOf(form: WebhookForm): WebhookBody {
  const signature = SIGNATURES.find((one) => one === form.signature);
  const secret = form.secret.trim();
  return {
    ...bodyOf(form),
    ...(secret === '' && signature !== undefined ? { signature } : {}),
    ...(secret === '' ? {} : { secret }),
  };
}

/** What differs, so that nothing is set that somebody did not touch. */
export function changesOf(before: WebhookForm, after: WebhookForm): Partial<WebhookBody> {
  const was = new Map(Object.entries(bodyOf(before)));
  const changed = Object.entries(bodyOf(after)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(was.get(name)),
  );
  return Object.fromEntries(changed);
}

/** What keeps a form from being sent; everything else the API judges. */
export function findFormFaults({ filter }: WebhookForm): { path: string; message: string }[] {
  const fault = readOptionalJson(filter).fault;
  return fault === null ? [] : [{ path: 'filter', message: fault }];
}

export function eventsOf({ events }: Pick<WebhookForm, 'events'>): string[] {
  return [...new Set(events.split(/[\s,]+/).filter(Boolean))];
}

export function recordOf(rows: readonly NamedValue[]): Record<string, string> {
  return Object.fromEntries(
    rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
  );
}

function namedValues(record: Readonly<Record<string, string>>): NamedValue[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

function rateLimitOf(form: WebhookForm): NonNullable<WebhookBody['rate_limit']> | null {
  const limit = {
    requests_per_second: numberOf(form.requestsPerSecond),
    burst: numberOf(form.burst),
    per_hour: numberOf(form.perHour),
  };
  return Object.values(limit).every((value) => value === null) ? null : limit;
}

/** What is no number goes out as it is, for the API to say so. */
export function numberOf(text: string): number | null {
  const value = text.trim();
  if (value === '') return null;
  const number = Number(value);
  return Number.isNaN(number) ? (value as unknown as number) : number;
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function textOf(value: number | null | undefined): string {
  return value == null ? '' : String(value);
}
