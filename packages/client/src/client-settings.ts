import { parseEncodedKey, type EncodedKey } from '../../../src/domain/encryption/keyring.ts';
import { createAddressPolicy } from '../../../src/domain/network/address-rules.ts';
import type { EngineLog } from '../../../src/engine/engine-log.ts';
import { Faults } from './faults.ts';
import {
  DEFAULT_RETRY_CONFIG,
  type RetryConfig,
  type WebhookClientConfig,
  type WebhookStoreConfig,
} from './webhook-types.ts';

export const DEFAULT_USER_AGENT = 'LLM-Auto-Optimizer-Webhook/1.0';
const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_CONCURRENT = 10;
const DEFAULT_INTERVAL_MS = 1_000;
const DEFAULT_RETENTION_DAYS = 30;
const SCHEMA_FORM = /^(?!pg_|public$)[a-z_][a-z0-9_]{0,47}$/;
const USER_AGENT_FORM = /^[\x20-\x7e]{1,200}$/;
const POSTGRES_URL = /^postgres(?:ql)?:\/\//;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the store is, and how it is used. */
export interface StoreSettings {
  /** Null runs the embedded server. */
  readonly url: string | null;
  readonly migrateUrl: string | null;
  readonly dataDir: string;
  readonly schema: string;
  readonly tenant: string;
  readonly encryptionKeys: readonly EncodedKey[];
  readonly retentionDays: number;
  readonly log: EngineLog;
}

/** What targets and deliveries are held to. */
export interface DeliverySettings {
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly concurrentMax: number;
  readonly queueIntervalMs: number;
  /** Of targets without one of their own. */
  readonly retryConfig: RetryConfig;
  readonly allowedNetworks: readonly string[];
  readonly hasMetrics: boolean;
}

export interface ClientSettings {
  readonly store: StoreSettings;
  readonly delivery: DeliverySettings;
}

const ignore = (): void => undefined;
const SILENT: EngineLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * What the configuration says, else the environment, else the default: the only place where the environment is read.
 * @throws WebhookValidationError naming every fault at once; no URL, secret or key is ever repeated
 */
export function readClientSettings(
  config: WebhookClientConfig,
  environment: Environment = process.env,
): ClientSettings {
  const faults = new Faults();
  const settings = {
    store: readStore(config, environment, faults),
    delivery: readDelivery(config, environment, faults),
  };
  faults.refuse('The configuration cannot be used');
  return settings;
}

function readStore(config: WebhookStoreConfig, environment: Environment, faults: Faults): StoreSettings {
  const said = (given: string | undefined, name: string): string | undefined =>
    given ?? nonEmpty(environment[name]);
  const schema = said(config.schema, 'POSTHORN_SCHEMA') ?? 'posthorn';
  faults.require(SCHEMA_FORM.test(schema), 'schema', () => {
    return 'must be 1 to 48 of a-z, 0-9 and _, not beginning with a digit or pg_, and not public';
  });
  const url = config.embedded === true ? null : (said(config.connectionString, 'DATABASE_URL') ?? null);
  findUrlFaults(url, config, faults);
  return {
    url,
    migrateUrl: said(config.migrateConnectionString, 'POSTHORN_MIGRATE_URL') ?? url,
    dataDir: said(config.dataDir, 'POSTHORN_DATA_DIR') ?? '.posthorn',
    schema,
    tenant: config.tenant ?? 'default',
    encryptionKeys: readKeys(said(config.encryptionKeys, 'POSTHORN_ENCRYPTION_KEYS'), faults),
    retentionDays: numberOf(
      config.retentionDays,
      environment.POSTHORN_RETENTION_DAYS,
      DEFAULT_RETENTION_DAYS,
      {
        path: 'retentionDays',
        bounds: [1, 3_650],
        faults,
      },
    ),
    log: config.log ?? SILENT,
  };
}

function readDelivery(
  config: WebhookClientConfig,
  environment: Environment,
  faults: Faults,
): DeliverySettings {
  const userAgent = config.userAgent ?? DEFAULT_USER_AGENT;
  if (!USER_AGENT_FORM.test(userAgent)) {
    faults.add('userAgent', 'must be 1 to 200 characters of printable ASCII');
  }
  const read = (field: NumericField): number =>
    numberOf(config[field], environment[VARIABLES[field] ?? ''], DEFAULTS[field], {
      path: field,
      bounds: BOUNDS[field],
      faults,
    });
  return {
    userAgent,
    timeoutMs: read('defaultTimeout'),
    concurrentMax: read('maxConcurrentDeliveries'),
    queueIntervalMs: read('queueCheckInterval'),
    retryConfig: { ...DEFAULT_RETRY_CONFIG, maxAttempts: read('deadLetterThreshold') },
    allowedNetworks: readNetworks(config.allowedNetworks, environment.POSTHORN_ALLOWED_NETWORKS, faults),
    hasMetrics: config.enableMetrics ?? true,
  };
}

type NumericField =
  'defaultTimeout' | 'maxConcurrentDeliveries' | 'queueCheckInterval' | 'deadLetterThreshold';
type Bounds = readonly [least: number, most: number];

const VARIABLES: Readonly<Partial<Record<NumericField, string>>> = {
  defaultTimeout: 'WEBHOOK_DEFAULT_TIMEOUT',
  maxConcurrentDeliveries: 'WEBHOOK_MAX_CONCURRENT',
  queueCheckInterval: 'WEBHOOK_QUEUE_INTERVAL',
};
const DEFAULTS: Readonly<Record<NumericField, number>> = {
  defaultTimeout: DEFAULT_TIMEOUT_MS,
  maxConcurrentDeliveries: DEFAULT_CONCURRENT,
  queueCheckInterval: DEFAULT_INTERVAL_MS,
  deadLetterThreshold: DEFAULT_RETRY_CONFIG.maxAttempts,
};
const BOUNDS: Readonly<Record<NumericField, Bounds>> = {
  defaultTimeout: [100, 300_000],
  maxConcurrentDeliveries: [1, 1_000],
  queueCheckInterval: [10, 60_000],
  deadLetterThreshold: [1, 50],
};

interface NumberPlace {
  readonly path: string;
  readonly bounds: Bounds;
  readonly faults: Faults;
}

/** Only decimal digits are a number in the environment: `1e3` and `0x10` are slips. */
function numberOf(
  given: number | undefined,
  text: string | undefined,
  fallback: number,
  { path, bounds: [least, most], faults }: NumberPlace,
): number {
  const said = nonEmpty(text);
  const value = given ?? (said === undefined ? fallback : /^\d{1,9}$/.test(said) ? Number(said) : NaN);
  faults.require(Number.isInteger(value) && value >= least && value <= most, path, () => {
    return `must be a whole number, ${least} to ${most}`;
  });
  return value;
}

function findUrlFaults(
  url: string | null,
  { embedded, connectionString }: WebhookStoreConfig,
  faults: Faults,
): void {
  if (embedded === true) {
    faults.require(
      connectionString === undefined,
      'embedded',
      () => 'must not be set beside connectionString',
    );
  } else if (url === null) {
    const message = 'must be given, or DATABASE_URL; embedded: true runs a PostgreSQL of its own';
    faults.add('connectionString', message);
  } else if (!POSTGRES_URL.test(url) || !URL.canParse(url)) {
    faults.add('connectionString', 'must be a postgres:// or postgresql:// URL');
  }
}

function readNetworks(
  given: readonly string[] | undefined,
  text: string | undefined,
  faults: Faults,
): readonly string[] {
  const networks = given ?? listOf(text);
  try {
    createAddressPolicy(networks);
    return networks;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.add('allowedNetworks', error.message);
    return [];
  }
}

function readKeys(text: string | undefined, faults: Faults): readonly EncodedKey[] {
  return listOf(text).flatMap((item) => {
    const key = parseEncodedKey(item);
    if (key === null) faults.add('encryptionKeys', 'must be <id>:<base64 of 32 bytes>, by commas');
    return key === null ? [] : [key];
  });
}

function listOf(text = ''): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function nonEmpty(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
