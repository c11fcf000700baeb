import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownTimeOrNull } from '../http/openapi/shown.ts';
import {
  INSTALLATION_KINDS,
  TENANT_KINDS,
  type InstallationItem,
  type KeptItem,
  type TenantItem,
} from './retention-report.ts';

@ApiSchema({ name: 'TenantKept' })
export class TenantKeptJson {
  @Shown({
    enum: TENANT_KINDS,
    description: '`event_data` and `attempt_data` are taken out of rows that stay.',
    example: 'event_data',
  })
  readonly kind!: (typeof TENANT_KINDS)[number];

  @Shown({ type: 'integer', description: 'That it is kept.', example: 7 })
  readonly days!: number;

  @Shown({
    type: 'integer',
    nullable: true,
    description: 'The tenant’s own; null where it has the installation’s.',
    example: 7,
  })
  readonly own_days!: number | null;

  @ShownTimeOrNull({ description: 'Null where there is none. Of `attempt_data`: none is older.' })
  readonly oldest_at!: string | null;

  @ShownTimeOrNull({
    description: 'When the oldest goes, at the earliest: what a live delivery needs stays with it.',
    example: '2026-02-07T12:00:00.000Z',
  })
  readonly goes_at!: string | null;
}

@ApiSchema({ name: 'TenantRetentionReport' })
export class TenantRetentionReportJson {
  @Shown({ type: [TenantKeptJson], example: undefined })
  readonly data!: readonly TenantKeptJson[];
}

@ApiSchema({ name: 'InstallationKept' })
export class InstallationKeptJson {
  @Shown({ enum: INSTALLATION_KINDS, example: 'attempts' })
  readonly kind!: (typeof INSTALLATION_KINDS)[number];

  @Shown({
    type: 'integer',
    nullable: true,
    description: 'That it is kept; null until the owner of the database has it removed.',
    example: 30,
  })
  readonly days!: number | null;

  @ShownTimeOrNull({ description: 'Null where there is none.' })
  readonly oldest_at!: string | null;

  @ShownTimeOrNull({ description: 'When the oldest goes.', example: '2026-03-03T00:00:00.000Z' })
  readonly goes_at!: string | null;

  @Shown({
    type: 'integer',
    nullable: true,
    description: 'By the statistics of the database; null where they do not tell of this alone.',
    example: 3_000_000,
  })
  readonly estimated_rows!: number | null;

  @Shown({
    type: 'integer',
    nullable: true,
    description: 'On its disk, with indexes.',
    example: 1_200_000_000,
  })
  readonly bytes!: number | null;
}

@ApiSchema({ name: 'InstallationRetentionReport' })
export class InstallationRetentionReportJson {
  @Shown({ type: [InstallationKeptJson], example: undefined })
  readonly data!: readonly InstallationKeptJson[];
}

export function toTenantReportJson(items: readonly TenantItem[]): TenantRetentionReportJson {
  return {
    data: items.map(({ kind, days, ownDays, ...item }) => ({
      kind,
      days,
      own_days: ownDays,
      ...toTimes(item),
    })),
  };
}

export function toInstallationReportJson(
  items: readonly InstallationItem[],
): InstallationRetentionReportJson {
  return {
    data: items.map(({ kind, days, estimatedRows, bytes, ...item }) => ({
      kind,
      days,
      ...toTimes(item),
      estimated_rows: estimatedRows,
      bytes,
    })),
  };
}

function toTimes({ oldestAt, goesAt }: Pick<KeptItem<string>, 'oldestAt' | 'goesAt'>) {
  return { oldest_at: toTime(oldestAt), goes_at: toTime(goesAt) };
}

function toTime(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}
