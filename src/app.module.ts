import { Module, type DynamicModule } from '@nestjs/common';
import type { Uuid } from './domain/ids.ts';
import { createAddressPolicy } from './domain/network/address-rules.ts';
import { DeliveriesModule } from './deliveries/deliveries.module.ts';
import { DeliveriesService } from './deliveries/deliveries.service.ts';
import { DispatcherModule } from './dispatcher/dispatcher.module.ts';
import { createEngineParts, type AppParts, type EngineParts } from './engine-parts.ts';
import { EventTypesModule } from './event-types/event-types.module.ts';
import { EventTypesService } from './event-types/event-types.service.ts';
import { EventValidator } from './event-types/event-validator.ts';
import { compileLinearPattern as compilePattern } from './event-types/schema/linear-patterns.ts';
import { EventExplainer } from './events/event-explainer.ts';
import { EventsModule } from './events/events.module.ts';
import { EventsService } from './events/events.service.ts';
import { HealthService } from './operations/health.service.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { StatsModule } from './stats/stats.module.ts';
import { StatsService } from './stats/stats.service.ts';
import { TenantsModule } from './tenants/tenants.module.ts';
import { TenantsService } from './tenants/tenants.service.ts';
import { WebhooksModule } from './webhooks/webhooks.module.ts';
import { WebhooksService } from './webhooks/webhooks.service.ts';

/** The composition root: every part is made here, once, and handed to those that state a need for it. */
@Module({})
export class AppModule {
  static register(parts: AppParts): DynamicModule {
    const engine = createEngineParts(parts);
    const resources = parts.settings.role === 'worker' ? [] : createResources(parts, engine);
    return {
      module: AppModule,
      imports: [...resources, createDispatcher(parts, engine), createOperations(parts, engine)],
    };
  }
}

function createResources({ settings, database }: AppParts, engine: EngineParts): DynamicModule[] {
  const { ids, subscriptions, notifier, publisher } = engine;
  const deliveries = new DeliveriesService({ database, notifier });
  const validator = new EventValidator({
    db: database.apiPool,
    compilePattern,
    now: () => performance.now(),
  });
  const onChanged = (tenantId: Uuid): void => {
    validator.forget(tenantId);
  };
  return [
    TenantsModule.register(new TenantsService({ database, ids, onChanged })),
    EventTypesModule.register(new EventTypesService({ database, ids, compilePattern, onChanged })),
    WebhooksModule.register(
      new WebhooksService({
        database,
        ids,
        subscriptions,
        notifier,
        addressPolicy: createAddressPolicy(settings.delivery.allowedNetworks),
      }),
    ),
    EventsModule.register(
      new EventsService({ database, publisher, deliveries, validation: validator }),
      new EventExplainer(database.apiPool, subscriptions),
    ),
    DeliveriesModule.register(deliveries),
    StatsModule.register(new StatsService({ database })),
  ];
}

function createDispatcher({ settings, database, logger }: AppParts, engine: EngineParts): DynamicModule {
  const { worker, notifier, partitions, retention } = engine;
  return DispatcherModule.register({
    worker,
    notifier,
    partitions,
    retention,
    clock: database.clock,
    pool: database.apiPool,
    log: logger,
    shutdownGraceMs: settings.shutdownGraceMs,
  });
}

function createOperations({ database, logger }: AppParts, { worker }: EngineParts): DynamicModule {
  return OperationsModule.register(new HealthService(database.apiPool, worker, logger));
}
