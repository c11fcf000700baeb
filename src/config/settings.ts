import type { Keeping } from '../domain/keeping.ts';
import type { EncodedKey } from '../domain/encryption/keyring.ts';
import type { TenantQuotas } from '../domain/quotas.ts';
import type { DialectPort } from './dialect-ports.ts';
import type { SettingName, SettingValues } from './setting-catalogue.ts';

/** One line of the start summary; secrets in `value` are masked already. */
export interface SummaryLine {
  readonly name: SettingName;
  /** Null where it is unset. */
  readonly value: string | null;
  readonly isDefault: boolean;
  readonly note?: string;
}

/** What a token (JWT) must be to be taken. */
export interface TokenSettings {
  readonly key:
    | { readonly kind: 'secret'; readonly secret: string }
    | { readonly kind: 'public_key'; readonly pem: string }
    | { readonly kind: 'key_set'; readonly url: string };
  readonly issuer: string;
  readonly audience: string;
  /** The name of the claim that holds the tenant's id or uid. */
  readonly tenantClaim: string;
}

export interface ApiRateLimit {
  readonly requestsPerSecond: number;
  /** Beyond that, in ten seconds. */
  readonly burst: number;
}

/** Where events are read from beside the API. */
export interface RedisSettings {
  readonly url: string;
  /** Null where no stream is read. */
  readonly stream: string | null;
  readonly group: string;
  readonly claimAfterMs: number;
  /** Patterns; empty where no channel is subscribed to. */
  readonly channels: readonly string[];
  /** Id or uid of the tenant whose events they are. */
  readonly tenant: string;
}

/** Where traces are sent, and which. */
export interface TracingSettings {
  /** Of the collector's traces, as they are posted. */
  readonly url: string;
  /** Else protobuf. */
  readonly isJson: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of the resource, its name among them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly sampler: SettingValues['OTEL_TRACES_SAMPLER'];
  /** 0 to 1. */
  readonly sampledShare: number;
  /** From the end of a span until it is sent, unless a batch is full before. */
  readonly delayMs: number;
  /** Spans. */
  readonly waitingMax: number;
}

/** Every setting, validated and frozen. Made by `loadSettings` alone. */
export interface Settings {
  readonly environment: SettingValues['NODE_ENV'];
  readonly role: SettingValues['POSTHORN_ROLE'];
  readonly logLevel: SettingValues['POSTHORN_LOG_LEVEL'];
  readonly shutdownGraceMs: number;
  readonly http: {
    readonly host: string;
    /** 0 = any free port. */
    readonly port: number;
    readonly corsOrigins: readonly string[];
    readonly dialectPorts: readonly DialectPort[];
    readonly inboxes: {
      readonly isOn: boolean;
      /** What stands before `/inbox/…` in their addresses; null = where this process listens. */
      readonly origin: string | null;
    };
    readonly hasConsole: boolean;
    /** Of one tenant, at all processes. */
    readonly testSendsPerMinute: number;
    /** Of each key, token or address, at one process; null where there is no limit. */
    readonly rateLimit: ApiRateLimit | null;
  };
  /** Of tenants without their own. */
  readonly quotas: TenantQuotas;
  readonly auth: {
    /** `POSTHORN_AUTH` with `auto` decided as far as settings tell. */
    readonly mode: 'open' | 'required';
    /** Whether a key that was made before makes `open` `required`: `POSTHORN_AUTH` is `auto`. */
    readonly isOpenUntilKeyMade: boolean;
    readonly adminKey: string | undefined;
    /** Null where no tokens are taken. */
    readonly tokens: TokenSettings | null;
  };
  readonly database: {
    /** Undefined = the embedded server. */
    readonly url: string | undefined;
    /** `url` unless set apart from it. */
    readonly migrateUrl: string | undefined;
    readonly dataDir: string;
    readonly schema: string;
    readonly poolSize: number;
    readonly apiPoolSize: number;
    /** The first seals. With the embedded server the one in its data folder comes on top. */
    readonly encryptionKeys: readonly EncodedKey[];
  };
  readonly delivery: {
    readonly slots: number;
    readonly leaseMs: number;
    /** CIDR ranges with their host bits cleared. */
    readonly allowedNetworks: readonly string[];
    /** `address:port` or `[IPv6]:port`; empty = the system's servers. */
    readonly dnsServers: readonly string[];
  };
  readonly history: {
    readonly retentionDays: number;
    /** Not longer than the rows that have it. */
    readonly eventDataDays: number;
    readonly attemptDataDays: number;
    readonly maxAgeDays: number;
    /** How long the statistics of each grain are kept. */
    readonly statsDays: { readonly minute: number; readonly hour: number; readonly day: number };
  };
  /** Null where nothing is read from Redis. */
  readonly redis: RedisSettings | null;
  /** Null where no traces are sent. */
  readonly tracing: TracingSettings | null;
  readonly summary: readonly SummaryLine[];
}

/** How long the installation keeps what happened: no tenant keeps anything for longer. */
export function keepingOf({ history }: Pick<Settings, 'history'>): Keeping {
  const { retentionDays: historyDays, eventDataDays, attemptDataDays } = history;
  return { historyDays, eventDataDays, attemptDataDays };
}
