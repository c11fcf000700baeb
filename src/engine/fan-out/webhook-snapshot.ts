import type { Keyring } from '../../domain/encryption/keyring.ts';
import { SealedTextError } from '../../domain/encryption/sealed-text.ts';
import { headersPlace, secretPlace } from '../../domain/encryption/webhook-places.ts';
import { compileFilter, type FilterTest } from '../../domain/filters/compile-filter.ts';
import type { Filter } from '../../domain/filters/filter-rules.ts';
import { toPublicId, type Uuid } from '../../domain/ids.ts';
import { compileSubscriptions, type TypeMatcher } from '../../domain/matching.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import type { Renderer } from '../../wire/renderer.ts';
import type { FormatColumns } from './format-cache.ts';
import type { PublishQuotas } from '../quotas/quota-gate.ts';

/** A webhook as the engine needs it, compiled once a version. */
export interface WebhookSnapshot {
  readonly id: Uuid;
  /** As receivers see it: the old id of one that was imported. */
  readonly publicId: string;
  readonly tenantId: Uuid;
  readonly url: string;
  /** Of its wire format; null where there is none of the name, so that nothing can be sent. */
  readonly renderer: Renderer | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly secrets: readonly WebhookSecretSnapshot[];
  /** Those of them that do not end. */
  readonly lastingSecrets: readonly string[];
  /** Why this process cannot open its secrets or headers, so that it sends it nothing; null where it can. */
  readonly sealFault: string | null;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
  readonly version: number;
  readonly isDisabled: boolean;
  /** What would be sent to it is recorded, and not sent. */
  readonly isShadow: boolean;
  /** Its deliveries wait until it is resumed. */
  readonly isPaused: boolean;
  /** Whether its deliveries are held back in the queue: to a rate, or to probes while it fails. */
  readonly isHeldBack: boolean;
  /** Deliveries that one process may have in flight. */
  readonly maxInFlight: number;
  readonly isSubscribed: TypeMatcher;
  /** Null lets everything through. */
  readonly filter: FilterTest | null;
}

export interface WebhookSecretSnapshot {
  readonly secret: string;
  /** Milliseconds since 1970; null for the current secret. */
  readonly expiresAt: number | null;
}

/** The secrets that sign at a moment, newest first; the same list each time while none of them ends. */
export function secretsAt(
  { secrets, lastingSecrets }: Pick<WebhookSnapshot, 'secrets' | 'lastingSecrets'>,
  now: number,
): readonly string[] {
  if (secrets.length === lastingSecrets.length) return lastingSecrets;
  return secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now).map(({ secret }) => secret);
}

/** All webhooks of a tenant that are not deleted, at one version of its subscriptions. */
export interface TenantSnapshot {
  readonly version: number;
  /** What its publishing is held to; null where to nothing. */
  readonly quotas: PublishQuotas | null;
  readonly webhooks: ReadonlyMap<Uuid, WebhookSnapshot>;
}

/** A row of `load-webhooks`; all but the version and the quotas are null for a tenant without webhooks. */
export interface WebhookRow extends FormatColumns {
  readonly subscription_version: string;
  readonly events_per_minute: number | null;
  readonly live_deliveries: number | null;
  readonly payload_bytes: number | null;
  readonly id: Uuid | null;
  /** That the system gave it which it was imported from; null for most. */
  readonly old_id: string | null;
  readonly tenant_id: Uuid;
  readonly url: string;
  readonly events: string[];
  readonly filter: Filter | null;
  readonly headers: Record<string, string>;
  /** The JSON of the headers; null where they stand in `headers` as they are. */
  readonly sealed_headers: string | null;
  readonly headers_key_id: string | null;
  readonly retry: RetryPolicy;
  readonly timeout_ms: number;
  readonly version: number;
  readonly is_disabled: boolean;
  readonly is_shadow: boolean;
  readonly is_paused: boolean;
  readonly is_held_back: boolean;
  readonly max_in_flight: number;
  readonly secrets: { secret: string; key_id: string | null; expires_at_ms: number | null }[] | null;
}

export function toPublishQuotas(row: WebhookRow): PublishQuotas | null {
  const quotas: PublishQuotas = {
    eventsPerMinute: row.events_per_minute,
    liveDeliveries: row.live_deliveries,
    payloadBytes: row.payload_bytes,
  };
  return Object.values(quotas).every((quota) => quota === null) ? null : quotas;
}

/** Opens what is sealed, once a version: deliveries find it open. */
export function toWebhookSnapshot(
  row: WebhookRow & { id: Uuid },
  renderer: Renderer | null,
  keyring: Keyring,
): WebhookSnapshot {
  return {
    id: row.id,
    publicId: row.old_id ?? toPublicId('webhook', row.id),
    tenantId: row.tenant_id,
    url: row.url,
    renderer,
    ...openSealed(row, keyring),
    retry: row.retry,
    timeoutMs: row.timeout_ms,
    version: row.version,
    isDisabled: row.is_disabled,
    isShadow: row.is_shadow,
    isPaused: row.is_paused,
    isHeldBack: row.is_held_back,
    maxInFlight: row.max_in_flight,
    isSubscribed: compileSubscriptions(row.events),
    filter: row.filter === null ? null : compileFilter(row.filter),
  };
}

type SealedParts = Pick<WebhookSnapshot, 'headers' | 'secrets' | 'lastingSecrets' | 'sealFault'>;

/** One webhook that stays closed must not keep the others of its tenant from their deliveries. */
function openSealed(row: WebhookRow & { id: Uuid }, keyring: Keyring): SealedParts {
  try {
    const secrets = openSecrets(row, keyring);
    const lastingSecrets = secrets.filter(({ expiresAt }) => expiresAt === null).map(({ secret }) => secret);
    return { headers: openHeaders(row, keyring), secrets, lastingSecrets, sealFault: null };
  } catch (error) {
    if (!(error instanceof SealedTextError)) throw error;
    return { headers: [], secrets: [], lastingSecrets: [], sealFault: error.message };
  }
}

function openSecrets(row: WebhookRow & { id: Uuid }, keyring: Keyring): WebhookSecretSnapshot[] {
  const place = secretPlace(row.tenant_id, row.id);
  return (row.secrets ?? []).map(({ secret, key_id: keyId, expires_at_ms: expiresAt }) => ({
    secret: keyring.open({ text: secret, keyId }, place),
    expiresAt,
  }));
}

function openHeaders(row: WebhookRow & { id: Uuid }, keyring: Keyring): [name: string, value: string][] {
  const { sealed_headers: text, headers_key_id: keyId } = row;
  if (text === null) return Object.entries(row.headers);
  const opened = keyring.open({ text, keyId }, headersPlace(row.tenant_id, row.id));
  return Object.entries(JSON.parse(opened) as Record<string, string>);
}
