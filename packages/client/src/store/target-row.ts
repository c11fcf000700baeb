import type { Keyring } from '../../../../src/domain/encryption/keyring.ts';
import { headersPlace, secretPlace } from '../../../../src/domain/encryption/webhook-places.ts';
import { maskValues } from '../../../../src/domain/audit/changes.ts';
import type { Uuid } from '../../../../src/domain/ids.ts';
import { toRetryConfig } from '../retry-policies.ts';
import type { TargetConfiguration } from '../target-configuration.ts';
import type { WebhookTarget } from '../webhook-types.ts';

/** A row of `client_find_target`. */
export interface TargetRow extends TargetConfiguration {
  readonly id: Uuid;
  readonly version: number;
  readonly uid: string;
  readonly sealed_headers: string | null;
  readonly headers_key_id: string | null;
  readonly secrets: readonly SecretRow[];
}

interface SecretRow {
  readonly id: Uuid;
  readonly secret: string;
  readonly key_id: string | null;
  readonly is_current: boolean;
}

/** A target as it is stored, opened. */
export interface StoredTarget {
  readonly id: Uuid;
  readonly version: number;
  readonly uid: string;
  readonly configuration: TargetConfiguration;
  /** The current one; null where nothing is signed. */
  readonly secret: string | null;
}

/** @throws SealedTextError where this process has not the key */
export function openTarget(row: TargetRow, tenantId: Uuid, keyring: Keyring): StoredTarget {
  const current = row.secrets.find(({ is_current: isCurrent }) => isCurrent);
  const { name, url, events, format, retry, timeout_ms, rate_limit, max_in_flight, active, metadata } = row;
  return {
    id: row.id,
    version: row.version,
    uid: row.uid,
    configuration: {
      name,
      url,
      events,
      headers: openHeaders(row, tenantId, keyring),
      format,
      retry,
      timeout_ms,
      rate_limit,
      max_in_flight,
      active,
      metadata,
    },
    secret:
      current === undefined
        ? null
        : keyring.open({ text: current.secret, keyId: current.key_id }, secretPlace(tenantId, row.id)),
  };
}

function openHeaders(row: TargetRow, tenantId: Uuid, keyring: Keyring): Readonly<Record<string, string>> {
  const { sealed_headers: text, headers_key_id: keyId } = row;
  if (text === null) return row.headers;
  return JSON.parse(keyring.open({ text, keyId }, headersPlace(tenantId, row.id))) as Record<string, string>;
}

/** The parameters $1 to $15 of the statements that write a target. */
export function toColumns(
  id: Uuid,
  configuration: TargetConfiguration,
  { tenantId, keyring, isSigned }: { tenantId: Uuid; keyring: Keyring; isSigned: boolean },
): unknown[] {
  const { headers } = configuration;
  const sealed = keyring.seal(JSON.stringify(headers), headersPlace(tenantId, id));
  const isSealed = sealed.keyId !== null && Object.keys(headers).length > 0;
  return [
    id,
    configuration.name,
    configuration.url,
    configuration.events,
    JSON.stringify(isSealed ? maskValues(headers) : headers),
    isSealed ? sealed.text : null,
    isSealed ? sealed.keyId : null,
    configuration.format,
    JSON.stringify(configuration.retry),
    configuration.timeout_ms,
    configuration.rate_limit === null ? null : JSON.stringify(configuration.rate_limit),
    configuration.max_in_flight,
    configuration.active,
    JSON.stringify(configuration.metadata),
    isSigned ? 'hmac-sha256' : 'none',
  ];
}

/** As it would be registered. One that the API gave a schedule of retries has no `retryConfig`. */
export function toWebhookTarget({ uid, configuration, secret }: StoredTarget): WebhookTarget {
  const {
    name,
    url,
    events,
    headers,
    retry,
    timeout_ms,
    rate_limit: limit,
    active,
    metadata,
  } = configuration;
  return {
    id: uid,
    name,
    url,
    secret: secret ?? undefined,
    enabled: active,
    eventFilters: events,
    headers,
    timeout: timeout_ms,
    retryConfig: 'schedule_ms' in retry ? undefined : toRetryConfig(retry),
    rateLimitConfig:
      limit === null
        ? undefined
        : { requestsPerSecond: limit.requests_per_second, burstSize: limit.burst, enabled: true },
    metadata,
  };
}
