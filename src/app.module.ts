import { randomBytes } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { ApiKeysModule } from './auth/api-keys/api-keys.module.ts';
import { ApiKeysService } from './auth/api-keys/api-keys.service.ts';
import { keepingOf } from './config/settings.ts';
import { ofEveryTenant } from './database/tenant-scope.ts';
import { AuditModule } from './auth/audit/audit.module.ts';
import { AuditService } from './auth/audit/audit.service.ts';
import { SessionsModule } from './auth/sessions/sessions.module.ts';
import { SessionsService } from './auth/sessions/sessions.service.ts';
import { ConsoleModule } from './console/console.module.ts';
import type { Uuid } from './domain/ids.ts';
import { createAddressPolicy } from './domain/network/address-rules.ts';
import { DeliveriesModule } from './deliveries/deliveries.module.ts';
import { DeliveriesService } from './deliveries/deliveries.service.ts';
import { registerDialects } from './dialects/dialects.ts';
import { DispatcherModule } from './dispatcher/dispatcher.module.ts';
import { createEngineParts, type AppParts, type EngineParts } from './engine-parts.ts';
import { createHttpClient, sendThrough } from './engine/transport/http-client.ts';
import { EventTypesModule } from './event-types/event-types.module.ts';
import { EventTypesService } from './event-types/event-types.service.ts';
import { EventValidator } from './event-types/event-validator.ts';
import { TypeAdmission } from './event-types/type-admission.ts';
import { compileLinearPattern as compilePattern } from './event-types/schema/linear-patterns.ts';
import { EventExplainer } from './events/event-explainer.ts';
import { EventsModule } from './events/events.module.ts';
import { EventsService } from './events/events.service.ts';
import { FormatPreview } from './formats/format-preview.ts';
import { FormatsModule } from './formats/formats.module.ts';
import { FormatsService } from './formats/formats.service.ts';
import { createInboxes } from './inbox-parts.ts';
import { Ingest } from './ingest/ingest.ts';
import { IngestModule } from './ingest/ingest.module.ts';
import { HealthService } from './operations/health.service.ts';
import { Metrics } from './operations/metrics/metrics.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { SettingsReport } from './operations/settings-report.ts';
import { SettingsModule } from './operations/settings.module.ts';
import { ProbeModule } from './probe/probe.module.ts';
import { ProbeService } from './probe/probe.service.ts';
import { SignatureCheckService } from './probe/signature-check.service.ts';
import { TestSendLimit } from './probe/test-send-limit.ts';
import { createReplayParts, type ReplayParts } from './replay-parts.ts';
import { ReplaysModule } from './replays/replays.module.ts';
import { RetentionModule } from './retention/retention.module.ts';
import { RetentionService } from './retention/retention.service.ts';
import { StatsModule } from './stats/stats.module.ts';
import { StatsService } from './stats/stats.service.ts';
import { TenantsModule } from './tenants/tenants.module.ts';
import { TenantsService } from './tenants/tenants.service.ts';
import { EventMatches } from './webhooks/event-matches.ts';
import { WebhooksModule } from './webhooks/webhooks.module.ts';
import { WebhooksService } from './webhooks/webhooks.service.ts';

const monotonicNow = (): number => performance.now();

/** The composition root: every part is made here, once, and handed to those that state a need for it. */
@Module({})
export class AppModule {
  static register(parts: AppParts): DynamicModule {
    const metrics = new Metrics();
    const validator = createValidator(parts);
    const engine = createEngineParts(parts, metrics.engine, new TypeAdmission(validator));
    const sources = createSources(parts, engine, validator);
    const ingest = createIngest(parts, engine, sources);
    const health = createHealth(parts, engine, ingest);
    const replaying = createReplayParts(parts, engine);
    const resources =
      parts.settings.role === 'worker'
        ? []
        : createResources(parts, engine, { ...sources, health, replaying });
    return {
      module: AppModule,
      imports: [
        ...resources,
        ...(ingest === null ? [] : [IngestModule.register(ingest)]),
        createDispatcher(parts, engine, replaying),
        createOperations(parts, engine, { metrics, health, ingest }),
      ],
    };
  }
}

function createValidator({ database }: AppParts): EventValidator {
  return new EventValidator({ pool: database.apiPool, compilePattern, now: monotonicNow });
}

/** What events come in by, whether the API or Redis brings them. */
interface Sources {
  readonly events: EventsService;
  readonly deliveries: DeliveriesService;
  readonly tenants: TenantsService;
  readonly onChanged: (tenantId: Uuid) => void;
}

function createSources(
  { settings, database }: AppParts,
  { ids, subscriptions, notifier, publisher, observer }: EngineParts,
  validation: EventValidator,
): Sources {
  const onChanged = (tenantId: Uuid): void => {
    validation.forget(tenantId);
    subscriptions.forget(tenantId);
  };
  const deliveries = new DeliveriesService({ database, ids, subscriptions, notifier, observer });
  return {
    events: new EventsService({ database, ids, publisher, deliveries, validation, observer }),
    deliveries,
    tenants: new TenantsService({
      database,
      ids,
      onChanged,
      defaultQuotas: settings.quotas,
      keeping: keepingOf(settings),
    }),
    onChanged,
  };
}

/** Null where nothing is read from Redis. */
function createIngest(
  { settings, database, logger: log }: AppParts,
  { ids }: EngineParts,
  { events, tenants }: Sources,
): Ingest | null {
  if (settings.redis === null) return null;
  const { redis, shutdownGraceMs } = settings;
  return new Ingest({ settings: redis, shutdownGraceMs, database, ids, events, tenants, log });
}

function createHealth(
  { database, logger: log }: AppParts,
  { worker }: EngineParts,
  ingest: Ingest | null,
): HealthService {
  return new HealthService({ db: ofEveryTenant(database.apiPool), worker, ingest, log });
}

function createResources(
  parts: AppParts,
  engine: EngineParts,
  sources: Sources & { readonly health: HealthService; readonly replaying: ReplayParts },
): DynamicModule[] {
  const { settings, database, logger } = parts;
  const { ids, subscriptions, notifier } = engine;
  const { events, deliveries, tenants, health, replaying, onChanged } = sources;
  const addressPolicy = createAddressPolicy(settings.delivery.allowedNetworks);
  const webhooks = new WebhooksService({ database, ids, subscriptions, notifier, addressPolicy });
  const formats = createFormats(database, engine);
  const { retentionDays, statsDays } = settings.history;
  const stats = new StatsService({ database, statsDays });
  const probe = createProbe(parts, engine, { webhooks, formats });
  const testSendLimit = new TestSendLimit(database.apiPool, settings.http.testSendsPerMinute);
  const keys = new ApiKeysService({ database, ids, randomBytes, log: logger, monotonicNow });
  const served = { webhooks, events, deliveries, stats, probe, testSendLimit, health };
  return [
    EventsModule.register(events, new EventExplainer(database.apiPool, subscriptions)),
    ApiKeysModule.register(keys),
    ...createConsole(parts, engine, keys),
    TenantsModule.register(tenants),
    EventTypesModule.register(new EventTypesService({ database, ids, compilePattern, onChanged })),
    WebhooksModule.register(webhooks, new EventMatches(database.apiPool)),
    FormatsModule.register(formats, new FormatPreview({ formats, ids, clock: database.clock })),
    ProbeModule.register(
      probe,
      testSendLimit,
      new SignatureCheckService({ webhooks, formats, clock: database.clock }),
    ),
    DeliveriesModule.register(deliveries, database),
    ReplaysModule.register(replaying.replays, replaying.deadLetters),
    createInboxes(parts, engine),
    StatsModule.register(stats),
    RetentionModule.register(
      new RetentionService({ database, keeping: { ...keepingOf(settings), statsDays } }),
    ),
    AuditModule.register(new AuditService({ database })),
    SettingsModule.register(new SettingsReport(settings)),
    ...registerDialects({ database, ids, addressPolicy, log: logger, retentionDays, ...served }),
  ];
}

function createConsole(
  { settings, database }: AppParts,
  { ids }: EngineParts,
  keys: ApiKeysService,
): DynamicModule[] {
  if (!settings.http.hasConsole) return [];
  const { adminKey } = settings.auth;
  const sessions = new SessionsService({ database, ids, randomBytes, keys, adminKey, monotonicNow });
  return [SessionsModule.register(sessions), ConsoleModule.register()];
}

function createFormats(database: AppParts['database'], { ids, subscriptions }: EngineParts): FormatsService {
  const onChanged = (tenantId: Uuid): void => {
    subscriptions.forget(tenantId);
  };
  return new FormatsService({ database, ids, onChanged });
}

function createProbe(
  { settings, database, logger, transport }: AppParts,
  { ids }: EngineParts,
  services: { readonly webhooks: WebhooksService; readonly formats: FormatsService },
): ProbeService {
  const client = createHttpClient(transport);
  return new ProbeService({
    ...services,
    send: async (request) => await sendThrough(client, request),
    ids,
    clock: database.clock,
    log: logger,
    shutdownGraceMs: settings.shutdownGraceMs,
  });
}

function createDispatcher(
  { settings, database, logger }: AppParts,
  engine: EngineParts,
  { runner: replays }: ReplayParts,
): DynamicModule {
  const { worker, notifier, partitions, retention, rollups, idleWebhooks } = engine;
  return DispatcherModule.register({
    worker,
    notifier,
    workChannel: database.workChannel,
    partitions,
    retention,
    rollups,
    idleWebhooks,
    replays,
    clock: database.clock,
    pool: database.apiPool,
    log: logger,
    shutdownGraceMs: settings.shutdownGraceMs,
  });
}

interface OperationsParts {
  readonly metrics: Metrics;
  readonly health: HealthService;
  readonly ingest: Ingest | null;
}

function createOperations(
  { settings, database, logger, tracing }: AppParts,
  { worker }: EngineParts,
  { metrics, health, ingest }: OperationsParts,
): DynamicModule {
  const { apiPool, enginePool, workChannel } = database;
  metrics.watch({
    role: settings.role,
    pools: { api: apiPool, engine: enginePool },
    slots:
      worker === null
        ? null
        : () => {
            const { inFlight, slots } = worker.statistics();
            return { used: inFlight, max: slots };
          },
    signals: () => workChannel.signals,
    ingest: ingest === null ? null : () => ingest.status,
    traces: tracing?.counts ?? null,
    // One round trip, by a plan that is kept: between the turns of a busy process each one more is felt.
    db: enginePool,
    log: logger,
  });
  return OperationsModule.register(health, metrics);
}
