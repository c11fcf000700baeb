import { findUnspokenProtocol } from './assemble-tracing.ts';
import type { DialectPort } from './dialect-ports.ts';
import { MAKE_KEY } from './encryption-keys.ts';
import { ANY_ORIGIN, isLoopbackHost } from './network-kinds.ts';
import type { SettingName, SettingValues } from './setting-catalogue.ts';
import type { SettingFault } from './settings-error.ts';

/** What the embedded start may deliver to when nothing is said: the receivers of a developer's own machine. */
const EMBEDDED_ALLOWED_NETWORKS: readonly string[] = ['127.0.0.0/8', '::1/128'];

/** What tokens can be verified with; at most one of them is set. */
const TOKEN_KEYS = ['POSTHORN_JWT_SECRET', 'POSTHORN_JWT_PUBLIC_KEY', 'POSTHORN_JWKS_URL'] as const;

const givenTokenKeys = (values: SettingValues): SettingName[] =>
  TOKEN_KEYS.filter((name) => values[name] !== undefined);

/**
 * `auto` decided as far as settings tell (API: conventions): open only where nobody but this machine can reach it and no key
 * is set. A key that was made before is found in the database.
 */
export function resolveAuthMode(values: SettingValues): 'open' | 'required' {
  if (values.POSTHORN_AUTH !== 'auto') return values.POSTHORN_AUTH;
  const isEmbedded = values.DATABASE_URL === undefined;
  const hasKey = values.POSTHORN_ADMIN_KEY !== undefined || givenTokenKeys(values).length > 0;
  return isEmbedded && !hasKey && isLoopbackHost(values.HOST) ? 'open' : 'required';
}

export function resolveAllowedNetworks(values: SettingValues): readonly string[] {
  const isEmbedded = values.DATABASE_URL === undefined;
  return values.POSTHORN_ALLOWED_NETWORKS ?? (isEmbedded ? EMBEDDED_ALLOWED_NETWORKS : []);
}

/** A newcomer's start has them; elsewhere they are asked for, since whoever knows an address of one can fill it. */
export function resolveInboxes(values: SettingValues): boolean {
  if (values.POSTHORN_INBOXES !== 'auto') return values.POSTHORN_INBOXES === 'on';
  return values.DATABASE_URL === undefined;
}

/** Of both settings that name them, in the order of their opening. */
export function resolveDialectPorts(values: SettingValues): DialectPort[] {
  const { POSTHORN_DIALECT_PORTS: named, WEBHOOK_SERVICE_PORT: port } = values;
  const empPort: readonly DialectPort[] = port === undefined ? [] : [{ dialect: 'emp', port, tenant: null }];
  return [...named, ...empPort].map((each) => ({ ...each }));
}

/** `*` says what holds on dialects' own ports anyhow where no origin is named. */
export function resolveCorsOrigins(values: SettingValues): string[] {
  return values.CORS_ORIGINS.filter((origin) => origin !== ANY_ORIGIN);
}

/** The first port that is named twice; 0 stands for another one each time. */
function findRepeatedPort(ports: readonly number[]): number | undefined {
  return ports.find((port, index) => port !== 0 && ports.indexOf(port) !== index);
}

/** A rule over several settings; it is passed over when one of those it reads has a fault of its own. */
interface SettingsRule {
  readonly reads: readonly SettingName[];
  /** The setting whose line the fault stands in. */
  readonly blames: SettingName;
  findFault(values: SettingValues): string | undefined;
}

/** Data stands in rows, and goes with them. */
const notLongerThanHistory = (
  name: 'POSTHORN_EVENT_DATA_DAYS' | 'POSTHORN_ATTEMPT_DATA_DAYS',
): SettingsRule => ({
  reads: [name, 'POSTHORN_RETENTION_DAYS'],
  blames: name,
  findFault: (values) =>
    (values[name] ?? 0) > values.POSTHORN_RETENTION_DAYS
      ? `must not be more than POSTHORN_RETENTION_DAYS (${String(values.POSTHORN_RETENTION_DAYS)})`
      : undefined,
});

const settingsRules: readonly SettingsRule[] = [
  {
    reads: ['POSTHORN_AUTH', 'HOST'],
    blames: 'POSTHORN_AUTH',
    findFault: (values) =>
      values.POSTHORN_AUTH === 'open' && !isLoopbackHost(values.HOST)
        ? `can be open on a loopback HOST only, and HOST is ${values.HOST}`
        : undefined,
  },
  ...TOKEN_KEYS.map((name): SettingsRule => ({
    reads: TOKEN_KEYS,
    blames: name,
    findFault: (values) => {
      const [first, ...others] = givenTokenKeys(values);
      // Two keys would leave it to the token by which of them it is judged.
      return others.includes(name) ? `cannot be set beside ${String(first)}` : undefined;
    },
  })),
  ...(['POSTHORN_JWT_ISSUER', 'POSTHORN_JWT_AUDIENCE'] as const).map((name): SettingsRule => ({
    reads: [...TOKEN_KEYS, name],
    blames: name,
    findFault: (values) => {
      const [first] = givenTokenKeys(values);
      if (first === undefined || values[name] !== undefined) return undefined;
      return `must be set beside ${first}: a token for somebody else would be taken`;
    },
  })),
  {
    reads: ['CORS_ORIGINS', 'POSTHORN_DIALECT_PORTS', 'WEBHOOK_SERVICE_PORT'],
    blames: 'CORS_ORIGINS',
    findFault: (values) =>
      values.CORS_ORIGINS.includes(ANY_ORIGIN) && resolveDialectPorts(values).length === 0
        ? 'can be * where a dialect has a port of its own only: CORS is opened by name'
        : undefined,
  },
  {
    reads: ['PORT', 'POSTHORN_DIALECT_PORTS'],
    blames: 'POSTHORN_DIALECT_PORTS',
    findFault: (values) => {
      const ports = values.POSTHORN_DIALECT_PORTS.map(({ port }) => port);
      const repeated = findRepeatedPort([values.PORT, ...ports]);
      if (repeated === undefined) return undefined;
      return repeated === values.PORT ? `cannot take PORT itself (${repeated})` : `names ${repeated} twice`;
    },
  },
  {
    reads: ['PORT', 'POSTHORN_DIALECT_PORTS', 'WEBHOOK_SERVICE_PORT'],
    blames: 'WEBHOOK_SERVICE_PORT',
    findFault: ({ PORT, POSTHORN_DIALECT_PORTS: named, WEBHOOK_SERVICE_PORT: port = 0 }) => {
      if (port !== 0 && port === PORT) return `cannot be PORT itself (${port})`;
      return port !== 0 && named.some((other) => other.port === port)
        ? 'is named in POSTHORN_DIALECT_PORTS already'
        : undefined;
    },
  },
  {
    reads: ['POSTHORN_API_RATE_BURST', 'POSTHORN_API_RATE_LIMIT'],
    blames: 'POSTHORN_API_RATE_BURST',
    findFault: (values) =>
      values.POSTHORN_API_RATE_BURST !== undefined && values.POSTHORN_API_RATE_LIMIT === undefined
        ? 'needs POSTHORN_API_RATE_LIMIT: without it there is no limit to go beyond'
        : undefined,
  },
  ...(['REDIS_STREAM', 'REDIS_CHANNELS'] as const).map((name): SettingsRule => ({
    reads: ['REDIS_URL', name],
    blames: name,
    findFault: (values) =>
      values.REDIS_URL === undefined && (values[name]?.length ?? 0) > 0
        ? 'needs REDIS_URL: without it nothing is read from Redis'
        : undefined,
  })),
  ...(['OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] as const).map(
    (name): SettingsRule => ({
      reads: ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', name],
      blames: name,
      findFault: (values) =>
        findUnspokenProtocol(values) === name
          ? 'cannot be grpc: traces are sent by http/protobuf or http/json, which collectors take on port 4318'
          : undefined,
    }),
  ),
  {
    reads: ['POSTHORN_MIGRATE_URL', 'DATABASE_URL'],
    blames: 'POSTHORN_MIGRATE_URL',
    findFault: (values) =>
      values.POSTHORN_MIGRATE_URL !== undefined && values.DATABASE_URL === undefined
        ? 'needs DATABASE_URL: the embedded database is migrated by its own owner'
        : undefined,
  },
  {
    reads: ['NODE_ENV', 'DATABASE_URL', 'POSTHORN_ENCRYPTION_KEYS'],
    blames: 'POSTHORN_ENCRYPTION_KEYS',
    findFault: (values) =>
      values.NODE_ENV === 'production' &&
      values.DATABASE_URL !== undefined &&
      values.POSTHORN_ENCRYPTION_KEYS.length === 0
        ? `must be set with NODE_ENV=production, so that secrets are not stored as they are: make a key once with "${MAKE_KEY}" and keep it, since without it they are lost`
        : undefined,
  },
  {
    reads: ['POSTHORN_MAX_AGE_DAYS', 'POSTHORN_RETENTION_DAYS'],
    blames: 'POSTHORN_MAX_AGE_DAYS',
    findFault: (values) =>
      values.POSTHORN_MAX_AGE_DAYS > values.POSTHORN_RETENTION_DAYS
        ? `must not be more than POSTHORN_RETENTION_DAYS (${String(values.POSTHORN_RETENTION_DAYS)})`
        : undefined,
  },
  notLongerThanHistory('POSTHORN_EVENT_DATA_DAYS'),
  notLongerThanHistory('POSTHORN_ATTEMPT_DATA_DAYS'),
  {
    reads: ['POSTHORN_STATS_MINUTES_DAYS', 'POSTHORN_STATS_HOURS_DAYS'],
    blames: 'POSTHORN_STATS_HOURS_DAYS',
    findFault: (values) =>
      values.POSTHORN_STATS_HOURS_DAYS < values.POSTHORN_STATS_MINUTES_DAYS
        ? `must not be less than POSTHORN_STATS_MINUTES_DAYS (${String(values.POSTHORN_STATS_MINUTES_DAYS)})`
        : undefined,
  },
  {
    reads: ['POSTHORN_STATS_HOURS_DAYS', 'POSTHORN_STATS_DAYS_DAYS'],
    blames: 'POSTHORN_STATS_DAYS_DAYS',
    findFault: (values) =>
      values.POSTHORN_STATS_DAYS_DAYS < values.POSTHORN_STATS_HOURS_DAYS
        ? `must not be less than POSTHORN_STATS_HOURS_DAYS (${String(values.POSTHORN_STATS_HOURS_DAYS)})`
        : undefined,
  },
];

/** The faults of settings that are well-formed one by one but do not fit together. */
export function findRuleFaults(values: SettingValues, faultyNames: ReadonlySet<string>): SettingFault[] {
  return settingsRules.flatMap((rule) => {
    if (rule.reads.some((name) => faultyNames.has(name))) return [];
    const message = rule.findFault(values);
    return message === undefined ? [] : [{ name: rule.blames, message }];
  });
}
