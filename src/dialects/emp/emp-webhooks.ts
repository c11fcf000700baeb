import { maskValues } from '../../domain/audit/changes.ts';
import type { WebhooksService } from '../../webhooks/webhooks.service.ts';
import { isActive, type NativeWebhook } from '../dialect-webhook.ts';
import type { CreateEmpWebhookBody, EmpRetryBody, UpdateEmpWebhookBody } from './dto/emp-webhook.dto.ts';
import { fromNativeFilter, toNativeFilter, type EmpFilters } from './emp-filters.ts';

type NativeCreate = Parameters<WebhooksService['create']>[1];
type NativeUpdate = Parameters<WebhooksService['update']>[2];

/** "Retry Logic" of document 000: whatever is not a success is tried again, redirects too, without jitter. */
const RETRY_CONFIG = {
  max_attempts: 3,
  initial_delay_ms: 1_000,
  backoff_multiplier: 2,
  max_delay_ms: 30_000,
} as const satisfies Required<EmpRetryBody>;
const RETRY_RULES = { jitter: 0, retry_on: 'status_400_up' } as const;
/** "Failure Conditions": "Connection timeout (30 seconds)". */
const TIMEOUT_MS = 30_000;
/** "Delivery queue processes one webhook at a time": so that `job.completed` does not overtake `job.progress`. */
const IN_FLIGHT_MAX = 1;

/** A webhook as "Create Webhook Example" shows it. */
export interface EmpWebhookJson {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Left out where there are none, and where the native API gave the webhook a filter that has no words here. */
  readonly filters?: EmpFilters;
  readonly active: boolean;
  /** In ms since 1970, both. */
  readonly created_at: number;
  readonly updated_at: number;
}

/** As it is read: what its owner can change besides, with the values of headers masked. */
export interface EmpWebhookDetailsJson extends EmpWebhookJson {
  readonly headers: Readonly<Record<string, string>>;
  /** Left out where the webhook has a schedule of the native API. */
  readonly retry_config?: Required<EmpRetryBody>;
}

export function toNativeWebhook(body: CreateEmpWebhookBody): NativeCreate {
  const { url, events, secret, headers = {}, retry_config, active = true } = body;
  return {
    url,
    events,
    filter: toNativeFilter(body.filters ?? {}),
    headers,
    ...(secret === undefined ? {} : { secret }),
    format: 'emp',
    retry: { ...toRetryPolicy(retry_config ?? {}, RETRY_CONFIG), ...RETRY_RULES },
    timeout_ms: TIMEOUT_MS,
    max_in_flight: IN_FLIGHT_MAX,
    active,
  };
}

/** Only what is sent; of `retry_config`, too. */
export function toNativeChange(body: UpdateEmpWebhookBody, present: NativeWebhook): NativeUpdate {
  const { url, events, secret, filters, headers, retry_config: retry, active } = body;
  return {
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(secret === undefined ? {} : { secret }),
    ...(filters === undefined ? {} : { filter: toNativeFilter(filters ?? {}) }),
    ...(headers === undefined ? {} : { headers }),
    ...(retry === undefined ? {} : { retry: changeRetry(retry ?? RETRY_CONFIG, present) }),
    ...(active === undefined ? {} : { active }),
  };
}

function changeRetry(change: EmpRetryBody, { retry }: NativeWebhook): NonNullable<NativeUpdate['retry']> {
  const retryOn = typeof retry.retry_on === 'string' ? retry.retry_on : [...retry.retry_on];
  return {
    ...toRetryPolicy(change, readRetry(retry) ?? RETRY_CONFIG),
    jitter: retry.jitter,
    retry_on: retryOn,
  };
}

/** A first delay that is longer than the longest is meant: it becomes the longest, too. */
function toRetryPolicy(change: EmpRetryBody, base: Required<EmpRetryBody>): Required<EmpRetryBody> {
  const { initial_delay_ms = base.initial_delay_ms, backoff_multiplier = base.backoff_multiplier } = change;
  return {
    max_attempts: change.max_attempts ?? base.max_attempts,
    initial_delay_ms,
    backoff_multiplier,
    max_delay_ms: change.max_delay_ms ?? Math.max(base.max_delay_ms, initial_delay_ms),
  };
}

function readRetry(retry: NativeWebhook['retry']): Required<EmpRetryBody> | null {
  if ('schedule_ms' in retry) return null;
  const { max_attempts, initial_delay_ms, backoff_multiplier, max_delay_ms } = retry;
  return { max_attempts, initial_delay_ms, backoff_multiplier, max_delay_ms };
}

/** @param id as the dialect spells it */
export function toEmpWebhook(webhook: NativeWebhook, id: string): EmpWebhookJson {
  const filters = webhook.filter === null ? null : fromNativeFilter(webhook.filter);
  return {
    id,
    url: webhook.url,
    // None is all to the native API.
    events: webhook.events.length === 0 ? ['*'] : webhook.events,
    ...(filters === null ? {} : { filters }),
    active: isActive(webhook),
    created_at: webhook.createdAt.getTime(),
    updated_at: webhook.updatedAt.getTime(),
  };
}

export function toEmpDetails(webhook: NativeWebhook, id: string): EmpWebhookDetailsJson {
  const retryConfig = readRetry(webhook.retry);
  return {
    ...toEmpWebhook(webhook, id),
    headers: maskValues(webhook.headers),
    ...(retryConfig === null ? {} : { retry_config: retryConfig }),
  };
}
