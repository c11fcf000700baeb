import { ApiSchema } from '@nestjs/swagger';
import { Shown } from '../http/openapi/shown.ts';

const COUNT = { type: 'integer', minimum: 0, maximum: 10_001, example: 0 } as const;

/** Counts stop at 10,001, so that a long queue does not make its own health check slow. */
@ApiSchema({ name: 'LiveStatistics' })
export class LiveStatisticsJson {
  @Shown(COUNT)
  readonly pending!: number;

  @Shown(COUNT)
  readonly in_progress!: number;

  @Shown(COUNT)
  readonly retrying!: number;

  @Shown({ ...COUNT, description: 'Events that are to be fanned out, and have not been yet.' })
  readonly outbox!: number;

  @Shown({ ...COUNT, description: 'Events whose time has not come yet.' })
  readonly scheduled!: number;

  @Shown({
    type: Number,
    nullable: true,
    description: 'How long the oldest event that is to be fanned out has waited.',
    example: null,
  })
  readonly oldest_outbox_ms!: number | null;

  @Shown({
    type: Number,
    nullable: true,
    description: 'How long the oldest due delivery has waited.',
    example: null,
  })
  readonly oldest_due_ms!: number | null;
}

@ApiSchema({ name: 'WorkerStatistics' })
export class WorkerStatisticsJson {
  @Shown({ type: 'integer', example: 3 })
  readonly in_flight!: number;

  @Shown({ type: 'integer', example: 2_000 })
  readonly slots!: number;

  @Shown({ type: 'integer', description: 'Since the process started.', example: 120 })
  readonly attempts!: number;
}

const TOTAL = { type: 'integer', minimum: 0, example: 0 } as const;

/** Since the process started. */
export class IngestCountsJson {
  @Shown({ ...TOTAL, example: 120 })
  readonly published!: number;

  @Shown({ ...TOTAL, description: 'Delivered again by Redis, and known: not published a second time.' })
  readonly repeated!: number;

  @Shown({ ...TOTAL, description: 'No events; kept in `ingest_errors`.' })
  readonly refused!: number;

  @Shown({ ...TOTAL, description: 'Times that Redis, or what is done with it, failed and was tried again.' })
  readonly failures!: number;
}

@ApiSchema({ name: 'RedisStreamStatistics' })
export class RedisStreamStatisticsJson extends IngestCountsJson {
  @Shown({ type: Boolean, example: true })
  readonly connected!: boolean;

  @Shown({
    type: 'integer',
    nullable: true,
    description:
      'Entries that have been read and not acknowledged, by any process; null while it is not known.',
    example: 0,
  })
  readonly pending!: number | null;

  @Shown({
    type: 'integer',
    nullable: true,
    description: 'Entries that no process has read; null while it is not known, and before Redis 7.',
    example: 0,
  })
  readonly lag!: number | null;
}

@ApiSchema({ name: 'RedisChannelsStatistics' })
export class RedisChannelsStatisticsJson extends IngestCountsJson {
  @Shown({
    type: Boolean,
    description: 'Whether this process is the one of the installation that is subscribed.',
    example: true,
  })
  readonly subscribed!: boolean;

  @Shown({ ...TOTAL, description: 'Messages that wait to be published.' })
  readonly waiting!: number;
}

@ApiSchema({ name: 'RedisStatistics' })
export class RedisStatisticsJson {
  @Shown({ type: RedisStreamStatisticsJson, required: false, example: undefined })
  readonly stream?: RedisStreamStatisticsJson;

  @Shown({ type: RedisChannelsStatisticsJson, required: false, example: undefined })
  readonly channels?: RedisChannelsStatisticsJson;
}

@ApiSchema({ name: 'Health' })
export class HealthJson {
  @Shown({ enum: ['healthy', 'degraded', 'unhealthy'], example: 'healthy' })
  readonly status!: 'healthy' | 'degraded' | 'unhealthy';

  @Shown({ type: [String], example: [] })
  readonly reasons!: readonly string[];

  @Shown({ type: 'integer', example: 86_400 })
  readonly uptime_seconds!: number;

  @Shown({ type: LiveStatisticsJson, required: false, example: undefined })
  readonly deliveries?: LiveStatisticsJson;

  @Shown({
    type: WorkerStatisticsJson,
    required: false,
    description: 'Absent in a process that sends nothing.',
    example: undefined,
  })
  readonly worker?: WorkerStatisticsJson;

  @Shown({
    type: RedisStatisticsJson,
    required: false,
    description:
      'What this process reads from Redis; never what makes it unhealthy. Absent where nothing is read.',
    example: undefined,
  })
  readonly redis?: RedisStatisticsJson;
}

@ApiSchema({ name: 'Liveness' })
export class LivenessJson {
  @Shown({ enum: ['live'], example: 'live' })
  readonly status!: 'live';
}

@ApiSchema({ name: 'Readiness' })
export class ReadinessJson {
  @Shown({ enum: ['ready', 'not_ready'], example: 'ready' })
  readonly status!: 'ready' | 'not_ready';
}
