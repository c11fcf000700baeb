import { createHash } from 'node:crypto';
import { findHeaderFaults } from '../../../src/domain/custom-headers.ts';
import { SUBSCRIPTION_PATTERN } from '../../../src/domain/matching.ts';
import { createAddressPolicy } from '../../../src/domain/network/address-rules.ts';
import type { ExponentialRetryPolicy } from '../../../src/domain/retry-policy.ts';
import { findUidFault } from '../../../src/domain/uid.ts';
import { isRefusedLiteral, parseWebhookUrl } from '../../../src/domain/webhook-url.ts';
import { optimizerFormat } from '../../../src/wire/formats/optimizer.ts';
import { reservedHeaderNames } from '../../../src/wire/renderer.ts';
import { findSecretFault } from '../../../src/wire/secrets.ts';
import { DEFAULT_USER_AGENT, type DeliverySettings } from './client-settings.ts';
import { Faults } from './faults.ts';
import { toRetryPolicy } from './retry-policies.ts';
import type { RateLimitConfig, RetryConfig, WebhookTarget } from './webhook-types.ts';

const NAME_FORM = /^[^\p{Cc}\p{Cs}]{1,200}$/u;
const SECRET_CHARACTERS_MAX = 512;
const FILTERS_MAX = 200;
const METADATA_KEYS_MAX = 50;
const METADATA_BYTES_MAX = 4_096;
const DIGITS_OF_NAME = 16;

/** A target as its webhook's row holds it, by the names that the API and the audit log have for the fields. */
export interface TargetConfiguration {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly format: string;
  readonly retry: ExponentialRetryPolicy;
  readonly timeout_ms: number;
  readonly rate_limit: NativeRateLimit | null;
  readonly max_in_flight: number;
  readonly active: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

interface NativeRateLimit {
  readonly requests_per_second: number;
  readonly burst: number;
  readonly per_hour: null;
}

/** The wire format `optimizer`, or, for another user agent, one of the tenant's own that differs in that alone. */
export function formatNameOf(userAgent: string): string {
  if (userAgent === DEFAULT_USER_AGENT) return optimizerFormat.name;
  const digest = createHash('sha256').update(userAgent).digest('hex');
  return `${optimizerFormat.name}-${digest.slice(0, DIGITS_OF_NAME)}`;
}

/** @throws WebhookValidationError with all that is wrong */
export function configurationOf(target: WebhookTarget, settings: DeliverySettings): TargetConfiguration {
  return { ...defaultsOf(settings), ...changesOf(target, settings), name: target.name };
}

function defaultsOf(settings: DeliverySettings): Omit<TargetConfiguration, 'name'> {
  return {
    url: '',
    events: [],
    headers: {},
    format: formatNameOf(settings.userAgent),
    retry: toRetryPolicy(settings.retryConfig),
    timeout_ms: settings.timeoutMs,
    rate_limit: null,
    max_in_flight: settings.concurrentMax,
    active: true,
    metadata: {},
  };
}

type TargetChanges = Partial<Omit<WebhookTarget, 'id'>>;

/**
 * The fields of a row that a change of a target names.
 * @throws WebhookValidationError with all that is wrong
 */
export function changesOf(changes: TargetChanges, settings: DeliverySettings): Partial<TargetConfiguration> {
  const faults = new Faults();
  const url = changes.url === undefined ? undefined : readUrl(changes.url, settings, faults);
  findFaults(changes, faults);
  faults.refuse('The target cannot be used');
  const fields = {
    name: changes.name,
    url,
    events: changes.eventFilters && [...new Set(changes.eventFilters)],
    headers: changes.headers && { ...changes.headers },
    retry: changes.retryConfig && toRetryPolicy(changes.retryConfig),
    timeout_ms: changes.timeout,
    rate_limit: changes.rateLimitConfig && toRateLimit(changes.rateLimitConfig),
    active: changes.enabled,
    metadata: changes.metadata && { ...changes.metadata },
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** @throws WebhookValidationError for what can be no target's id */
export function checkTargetId(id: string): void {
  const faults = new Faults();
  const fault = findUidFault(id);
  if (fault !== undefined) faults.add('id', fault);
  faults.refuse('The target cannot be used');
}

function readUrl(text: string, { allowedNetworks }: DeliverySettings, faults: Faults): string {
  const parsed = typeof text === 'string' ? parseWebhookUrl(text) : { fault: 'must be a text' };
  if ('fault' in parsed) {
    faults.add('url', parsed.fault);
    return '';
  }
  if (isRefusedLiteral(parsed.url, createAddressPolicy(allowedNetworks))) {
    faults.add('url', 'must not name an address that is refused here; allowedNetworks opens networks');
  }
  return parsed.url;
}

function findFaults(changes: TargetChanges, faults: Faults): void {
  const { name, secret, eventFilters = [], headers = {}, timeout, metadata } = changes;
  faults.require(
    name === undefined || NAME_FORM.test(name),
    'name',
    () => 'must be 1 to 200 printable characters',
  );
  faults.require(timeout === undefined || isWithin(timeout, 100, 300_000, true), 'timeout', () => {
    return 'must be a whole number of milliseconds, 100 to 300000';
  });
  faults.require(eventFilters.length <= FILTERS_MAX, 'eventFilters', () => `must be at most ${FILTERS_MAX}`);
  faults.require(
    eventFilters.every((filter) => SUBSCRIPTION_PATTERN.test(filter)),
    'eventFilters',
    () => 'must be event types, beginnings as in order.*, or *',
  );
  for (const { path, message } of findHeaderFaults(headers, reservedHeaderNames(optimizerFormat))) {
    faults.add(path, message);
  }
  if (secret !== undefined) findSecretFaults(secret, faults);
  if (metadata !== undefined) findMetadataFaults(metadata, faults);
  if (changes.retryConfig !== undefined) findRetryFaults(changes.retryConfig, faults);
  if (changes.rateLimitConfig?.enabled === true) findRateFaults(changes.rateLimitConfig, faults);
}

function findSecretFaults(secret: string, faults: Faults): void {
  const isStorable = !secret.includes('\0') && secret.isWellFormed();
  faults.require(isStorable && secret.length <= SECRET_CHARACTERS_MAX, 'secret', () => {
    return `must be at most ${SECRET_CHARACTERS_MAX} characters, without NUL or half a character`;
  });
  const fault = findSecretFault(optimizerFormat.signature, secret);
  if (fault !== undefined) faults.add('secret', fault);
}

function findMetadataFaults(metadata: Readonly<Record<string, string>>, faults: Faults): void {
  const texts = Object.entries(metadata).flat();
  if (!texts.every((text) => typeof text === 'string' && !text.includes('\0') && text.isWellFormed())) {
    faults.add('metadata', 'must have texts as values, without NUL or half a character');
    return;
  }
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  faults.require(texts.length / 2 <= METADATA_KEYS_MAX && bytes <= METADATA_BYTES_MAX, 'metadata', () => {
    return `must have at most ${METADATA_KEYS_MAX} keys and ${METADATA_BYTES_MAX} bytes in all`;
  });
}

function findRetryFaults(config: RetryConfig, faults: Faults): void {
  const { maxAttempts, initialDelayMs, maxDelayMs, backoffMultiplier, jitterFactor } = config;
  const isRight =
    isWithin(maxAttempts, 1, 50, true) &&
    isWithin(initialDelayMs, 1, 86_400_000, true) &&
    isWithin(maxDelayMs, initialDelayMs, 604_800_000, true) &&
    isWithin(backoffMultiplier, 1, 10) &&
    isWithin(jitterFactor, 0, 1);
  faults.require(isRight, 'retryConfig', () => {
    return (
      'must have maxAttempts 1 to 50, initialDelayMs 1 to 86400000, maxDelayMs from there to 604800000, ' +
      'backoffMultiplier 1 to 10 and jitterFactor 0 to 1'
    );
  });
}

function findRateFaults({ requestsPerSecond, burstSize }: RateLimitConfig, faults: Faults): void {
  const isRight = isWithin(requestsPerSecond, 0.01, 10_000) && isWithin(burstSize, 1, 10_000, true);
  faults.require(isRight, 'rateLimitConfig', () => {
    return 'must have requestsPerSecond 0.01 to 10000 and burstSize 1 to 10000';
  });
}

function isWithin(value: unknown, least: number, most: number, isWhole = false): boolean {
  if (typeof value !== 'number' || (isWhole && !Number.isInteger(value))) return false;
  return value >= least && value <= most;
}

function toRateLimit({ enabled, requestsPerSecond, burstSize }: RateLimitConfig): NativeRateLimit | null {
  return enabled ? { requests_per_second: requestsPerSecond, burst: burstSize, per_hour: null } : null;
}
