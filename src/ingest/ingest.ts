import type { RedisSettings } from '../config/settings.ts';
import type { Database } from '../database/database.ts';
import { ofEveryTenant } from '../database/tenant-scope.ts';
import type { IdGenerator } from '../domain/ids.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import { ChannelSubscriber } from './channel-subscriber.ts';
import { IngestErrors } from './ingest-errors.ts';
import { IngestPublisher, type EventPublishing, type TenantNames } from './ingest-publisher.ts';
import type { IngestStatus } from './ingest-source.ts';
import { StreamConsumer } from './stream-consumer.ts';

export interface IngestParts {
  readonly settings: RedisSettings;
  readonly shutdownGraceMs: number;
  readonly database: Pick<Database, 'apiPool' | 'openLock'>;
  readonly ids: IdGenerator;
  readonly events: EventPublishing;
  readonly tenants: TenantNames;
  readonly log: EngineLog;
}

/** Events from Redis, as one process reads them. */
export class Ingest {
  private readonly stream: StreamConsumer | null;
  private readonly channels: ChannelSubscriber | null;

  constructor({ settings, shutdownGraceMs, database, ids, events, tenants, log }: IngestParts) {
    const { url, stream, group, claimAfterMs, channels: patterns, tenant } = settings;
    const publisher = new IngestPublisher({ events, tenants, tenant, log });
    const errors = new IngestErrors({ db: ofEveryTenant(database.apiPool), ids, tenants, tenant, log });
    const common = { url, publisher, errors, log };
    this.stream = stream === null ? null : new StreamConsumer({ ...common, stream, group, claimAfterMs });
    this.channels =
      patterns.length === 0
        ? null
        : new ChannelSubscriber({
            ...common,
            patterns,
            openLock: (onLost) => database.openLock('redis channels', onLost),
            shutdownGraceMs,
          });
  }

  /** Never fails: Redis is waited for. */
  start(): void {
    this.stream?.start();
    this.channels?.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.stream?.stop(), this.channels?.stop()]);
  }

  get status(): IngestStatus {
    return { stream: this.stream?.status ?? null, channels: this.channels?.status ?? null };
  }
}
