import type { TenantQuotas } from '../domain/quotas.ts';
import { assembleTracing } from './assemble-tracing.ts';
import { nearestName } from './nearest-name.ts';
import {
  SETTING_NAMES,
  settingCatalogue,
  type SettingName,
  type SettingValues,
} from './setting-catalogue.ts';
import type { Setting } from './setting.ts';
import { SettingsError, type SettingFault } from './settings-error.ts';
import {
  findRuleFaults,
  resolveAllowedNetworks,
  resolveAuthMode,
  resolveCorsOrigins,
  resolveDialectPorts,
  resolveInboxes,
} from './settings-rules.ts';
import type { ApiRateLimit, RedisSettings, Settings, TokenSettings } from './settings.ts';
import { summaryLines } from './settings-summary.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable's text, or undefined where it counts as unset. Blanks around it are passed over. */
function givenText(environment: Environment, name: SettingName): string | undefined {
  const definition: Setting<unknown> = settingCatalogue[name];
  const text = environment[name]?.trim();
  return text === '' && definition.isEmptyMeaningful !== true ? undefined : text;
}

/** Reads each setting on its own; a faulty one gets its fallback, so that the others can still be judged. */
function readValues(environment: Environment): { values: SettingValues; faults: SettingFault[] } {
  const faults: SettingFault[] = [];
  const entries = SETTING_NAMES.map((name): [SettingName, unknown] => {
    const definition: Setting<unknown> = settingCatalogue[name];
    const text = givenText(environment, name);
    if (text === undefined) return [name, definition.fallback];
    const reading = definition.kind.read(text);
    if ('value' in reading) return [name, reading.value];
    faults.push({ name, message: reading.fault });
    return [name, definition.fallback];
  });
  return { values: Object.fromEntries(entries) as SettingValues, faults };
}

/** A mistyped variable would otherwise be passed over in silence, and its default used. */
function findUnknownNames(environment: Environment): SettingFault[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('POSTHORN_') && environment[name] !== undefined)
    .filter((name) => !SETTING_NAMES.some((known) => known === name))
    .map((name) => {
      const nearest = nearestName(name, SETTING_NAMES);
      const suggestion = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      return { name, message: `is no setting of Posthorn${suggestion}` };
    });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

/** The rules have seen to it that at most one key is set, and never without an issuer and an audience. */
function assembleTokens(values: SettingValues): TokenSettings | null {
  const key = tokenKeyOf(values);
  if (key === null) return null;
  return {
    key,
    issuer: values.POSTHORN_JWT_ISSUER ?? '',
    audience: values.POSTHORN_JWT_AUDIENCE ?? '',
    tenantClaim: values.POSTHORN_JWT_TENANT_CLAIM,
  };
}

function tokenKeyOf(values: SettingValues): TokenSettings['key'] | null {
  const { POSTHORN_JWT_SECRET: secret, POSTHORN_JWT_PUBLIC_KEY: pem, POSTHORN_JWKS_URL: url } = values;
  if (secret !== undefined) return { kind: 'secret', secret };
  if (pem !== undefined) return { kind: 'public_key', pem };
  return url === undefined ? null : { kind: 'key_set', url };
}

function assembleRateLimit(values: SettingValues): ApiRateLimit | null {
  const { POSTHORN_API_RATE_LIMIT: requestsPerSecond, POSTHORN_API_RATE_BURST: burst = 0 } = values;
  return requestsPerSecond === undefined ? null : { requestsPerSecond, burst };
}

function assembleQuotas(values: SettingValues): TenantQuotas {
  return {
    webhooks: values.POSTHORN_QUOTA_WEBHOOKS ?? null,
    eventsPerMinute: values.POSTHORN_QUOTA_EVENTS_PER_MINUTE ?? null,
    liveDeliveries: values.POSTHORN_QUOTA_LIVE_DELIVERIES ?? null,
    payloadBytes: values.POSTHORN_QUOTA_PAYLOAD_BYTES ?? null,
  };
}

function assembleRedis(values: SettingValues): RedisSettings | null {
  const { REDIS_URL: url, REDIS_STREAM: stream = null, REDIS_CHANNELS: channels } = values;
  if (url === undefined || (stream === null && channels.length === 0)) return null;
  return {
    url,
    stream,
    group: values.REDIS_GROUP,
    claimAfterMs: values.REDIS_CLAIM_AFTER_MS,
    channels: [...channels],
    tenant: values.REDIS_TENANT,
  };
}

function assembleSettings(values: SettingValues, summary: Settings['summary']): Settings {
  return deepFreeze({
    environment: values.NODE_ENV,
    role: values.POSTHORN_ROLE,
    logLevel: values.POSTHORN_LOG_LEVEL,
    shutdownGraceMs: values.POSTHORN_SHUTDOWN_GRACE_MS,
    http: {
      host: values.HOST,
      port: values.PORT,
      corsOrigins: resolveCorsOrigins(values),
      dialectPorts: resolveDialectPorts(values),
      inboxes: {
        isOn: resolveInboxes(values),
        origin: values.POSTHORN_INBOX_ORIGIN ?? null,
      },
      hasConsole: values.POSTHORN_CONSOLE === 'on',
      testSendsPerMinute: values.POSTHORN_TEST_SENDS_PER_MINUTE,
      rateLimit: assembleRateLimit(values),
    },
    quotas: assembleQuotas(values),
    auth: {
      mode: resolveAuthMode(values),
      isOpenUntilKeyMade: values.POSTHORN_AUTH === 'auto',
      adminKey: values.POSTHORN_ADMIN_KEY,
      tokens: assembleTokens(values),
    },
    database: {
      url: values.DATABASE_URL,
      migrateUrl: values.POSTHORN_MIGRATE_URL ?? values.DATABASE_URL,
      dataDir: values.POSTHORN_DATA_DIR,
      schema: values.POSTHORN_SCHEMA,
      poolSize: values.POSTHORN_POOL_SIZE,
      apiPoolSize: values.POSTHORN_API_POOL_SIZE,
      encryptionKeys: values.POSTHORN_ENCRYPTION_KEYS.map(({ id, base64 }) => ({ id, base64 })),
    },
    delivery: {
      slots: values.POSTHORN_SLOTS,
      leaseMs: values.POSTHORN_LEASE_MS,
      allowedNetworks: [...resolveAllowedNetworks(values)],
      dnsServers: [...values.POSTHORN_DNS_SERVERS],
    },
    history: assembleHistory(values),
    redis: assembleRedis(values),
    tracing: assembleTracing(values),
    summary,
  });
}

/**
 * Reads every setting from the environment, the only place where that happens.
 *
 * @throws SettingsError naming every fault at once: values out of bounds, settings that do not fit together, and
 *   unknown variables that begin with `POSTHORN_`. Neither it nor the summary holds a secret.
 */
export function loadSettings(environment: Environment = process.env): Settings {
  const { values, faults: valueFaults } = readValues(environment);
  const faultyNames = new Set(valueFaults.map((fault) => fault.name));
  const faults = [...valueFaults, ...findRuleFaults(values, faultyNames), ...findUnknownNames(environment)];
  if (faults.length > 0) throw new SettingsError(faults);
  const isGiven = (name: SettingName): boolean => givenText(environment, name) !== undefined;
  return assembleSettings(values, summaryLines(values, isGiven));
}

function assembleHistory(values: SettingValues): Settings['history'] {
  return {
    retentionDays: values.POSTHORN_RETENTION_DAYS,
    eventDataDays: values.POSTHORN_EVENT_DATA_DAYS ?? values.POSTHORN_RETENTION_DAYS,
    attemptDataDays: values.POSTHORN_ATTEMPT_DATA_DAYS ?? values.POSTHORN_RETENTION_DAYS,
    maxAgeDays: values.POSTHORN_MAX_AGE_DAYS,
    statsDays: {
      minute: values.POSTHORN_STATS_MINUTES_DAYS,
      hour: values.POSTHORN_STATS_HOURS_DAYS,
      day: values.POSTHORN_STATS_DAYS_DAYS,
    },
  };
}
