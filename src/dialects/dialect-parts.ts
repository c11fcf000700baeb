import type { Database } from '../database/database.ts';
import type { IdGenerator } from '../domain/ids.ts';
import type { AddressPolicy } from '../domain/network/address-rules.ts';
import type { DeliveriesService } from '../deliveries/deliveries.service.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { EventsService } from '../events/events.service.ts';
import type { HealthService } from '../operations/health.service.ts';
import type { ProbeService } from '../probe/probe.service.ts';
import type { TestSendLimit } from '../probe/test-send-limit.ts';
import type { StatsService } from '../stats/stats.service.ts';
import type { WebhooksService } from '../webhooks/webhooks.service.ts';

/** What dialects act by: the services of the native API, whose rules and audit rows are thereby theirs. */
export interface DialectParts {
  readonly database: Pick<Database, 'prisma' | 'apiPool' | 'clock'>;
  readonly ids: IdGenerator;
  readonly webhooks: WebhooksService;
  readonly events: EventsService;
  readonly deliveries: DeliveriesService;
  readonly stats: StatsService;
  readonly probe: ProbeService;
  readonly testSendLimit: TestSendLimit;
  readonly health: HealthService;
  readonly addressPolicy: AddressPolicy;
  readonly retentionDays: number;
  readonly log: EngineLog;
}
