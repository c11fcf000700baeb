import { PosthornError } from '../../domain/errors.ts';
import { parseBody } from '../../http/validation.ts';
import { CreateWebhookBody } from '../../webhooks/dto/create-webhook.dto.ts';
import type { ImportedFields } from './import-file.ts';

/** `DEFAULT_RETRY_CONFIG` of document 002. */
const RETRY = {
  maxAttempts: 5,
  initialDelayMs: 1_000,
  maxDelayMs: 60_000,
  backoffMultiplier: 2,
  jitterFactor: 0.1,
};
const TIMEOUT_MS = 30_000;
/** "50+ simultaneous" are of all targets; one is sent to by ten at once (DIALECTS.md). */
const IN_FLIGHT_MAX = 10;

/** The fields of a `WebhookTarget`, and what each is here; members of a field stand behind it. */
const FIELDS = {
  id: 'uid',
  name: 'name',
  url: 'url',
  secret: 'secret',
  enabled: 'active',
  eventFilters: 'events',
  headers: 'headers',
  timeout: 'timeout_ms',
  retryConfig: 'retry',
  rateLimitConfig: 'rate_limit',
  metadata: 'metadata',
} as const;

/**
 * A `WebhookTarget` of document 002; its id becomes the webhook's uid, by which the native API and the client library know it.
 * @throws PosthornError `invalid`, by the target's own names
 */
export async function fromOptimizer(fields: ImportedFields): Promise<CreateWebhookBody> {
  const unknown = Object.keys(fields).filter((name) => !(name in FIELDS));
  if (unknown.length > 0) {
    const errors = unknown.map((path) => ({ path, message: 'unknown field' }));
    throw new PosthornError('invalid', { errors });
  }
  const { id, secret, enabled, eventFilters, timeout, retryConfig, rateLimitConfig, metadata, ...same } =
    fields;
  try {
    return await parseBody(CreateWebhookBody, {
      ...same,
      uid: id,
      ...(secret === undefined || secret === null ? {} : { secret }),
      active: enabled ?? true,
      events: eventFilters ?? [],
      timeout_ms: timeout ?? TIMEOUT_MS,
      retry: toRetry(retryConfig ?? {}),
      rate_limit: toRateLimit(rateLimitConfig),
      metadata: toTexts(metadata ?? {}),
      format: 'optimizer',
      max_in_flight: IN_FLIGHT_MAX,
    });
  } catch (error) {
    throw error instanceof PosthornError ? inItsWords(error) : error;
  }
}

/** What is no object is left to the rules of the field to refuse. */
function toRetry(config: unknown): unknown {
  if (!isObject(config)) return config;
  const { maxAttempts, initialDelayMs, maxDelayMs, backoffMultiplier, jitterFactor, ...unknown } = {
    ...RETRY,
    ...config,
  };
  return {
    ...unknown,
    max_attempts: maxAttempts,
    initial_delay_ms: initialDelayMs,
    max_delay_ms: maxDelayMs,
    backoff_multiplier: backoffMultiplier,
    jitter: jitterFactor,
    retry_on: 'transient',
  };
}

function toRateLimit(config: unknown): unknown {
  if (!isObject(config)) return config ?? null;
  const { enabled, requestsPerSecond = null, burstSize = null, ...unknown } = config;
  if (enabled !== true) return null;
  return { ...unknown, requests_per_second: requestsPerSecond, burst: burstSize };
}

/** Metadata are texts here; what else there is is kept as its JSON. */
function toTexts(metadata: unknown): unknown {
  if (!isObject(metadata)) return metadata;
  const entries = Object.entries(metadata);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function inItsWords(error: PosthornError): PosthornError {
  const errors = error.errors?.map(({ path, message }) => ({ path: theirName(path), message }));
  return new PosthornError(error.code, errors === undefined ? { cause: error } : { errors, cause: error });
}

function theirName(path: string): string {
  const [field = '', ...rest] = path.split('.');
  const [theirs] = Object.entries(FIELDS).find(([, ours]) => ours === field) ?? [field];
  return [theirs, ...rest].join('.');
}

function isObject(value: unknown): value is ImportedFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
