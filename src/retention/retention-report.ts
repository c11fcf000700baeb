import { uuidTime, type Uuid } from '../domain/ids.ts';
import { effectiveKeeping, type Keeping, type OwnKeeping } from '../domain/keeping.ts';

const DAY_MS = 86_400_000;
const IDEMPOTENCY_DAYS = 7;

/** What a tenant has, in the order in which it is told. */
export const TENANT_KINDS = ['events', 'event_data', 'deliveries', 'attempt_data'] as const;
/** What an installation has. */
export const INSTALLATION_KINDS = [
  'events',
  'deliveries',
  'attempts',
  'minute_statistics',
  'hour_statistics',
  'day_statistics',
  'idempotency_keys',
  'ingest_errors',
  'replays',
  'audit_log',
] as const;

/** How long something is kept, and when the oldest of it goes. Times in ms since 1970. */
export interface KeptItem<Kind extends string> {
  readonly kind: Kind;
  /** Null for what is kept until its owner has it removed. */
  readonly days: number | null;
  readonly oldestAt: number | null;
  readonly goesAt: number | null;
}

export interface TenantItem extends KeptItem<(typeof TENANT_KINDS)[number]> {
  readonly days: number;
  /** The tenant's own; null is the installation's. */
  readonly ownDays: number | null;
}

export interface InstallationItem extends KeptItem<(typeof INSTALLATION_KINDS)[number]> {
  /** By the planner's statistics; null where they do not tell of it alone. */
  readonly estimatedRows: number | null;
  readonly bytes: number | null;
}

/** The oldest of what a tenant has. */
export interface TenantOldest {
  readonly eventId: Uuid | null;
  readonly eventDataId: Uuid | null;
  readonly deliveryId: Uuid | null;
  readonly attemptDataMark: Uuid | null;
}

/** Of one table, or one grain of the statistics. */
export interface OldestRow {
  readonly name: string;
  readonly id: Uuid | null;
  readonly at: Date | null;
  readonly estimated_rows: number | null;
  readonly bytes: number | null;
}

/** What is kept of the installation beside what tenants may shorten. */
export interface InstallationKeeping extends Keeping {
  readonly statsDays: { readonly minute: number; readonly hour: number; readonly day: number };
}

export function reportTenant(own: OwnKeeping, installation: Keeping, oldest: TenantOldest): TenantItem[] {
  const kept = effectiveKeeping(own, installation);
  const isShorter = kept.historyDays < installation.historyDays;
  // Whole days of events go a day after those of deliveries; a tenant's own go right after their deliveries.
  const eventDays = kept.historyDays + (isShorter ? 0 : 1);
  const eventsAt = timeOf(oldest.eventId);
  const deliveriesAt = timeOf(oldest.deliveryId);
  const eventDataAt = timeOf(oldest.eventDataId);
  const strippedAt = timeOf(oldest.attemptDataMark);
  const attemptDataAt = deliveriesAt === null ? null : Math.max(deliveriesAt, strippedAt ?? 0);
  return [
    {
      kind: 'events',
      ownDays: own.historyDays,
      days: kept.historyDays,
      oldestAt: eventsAt,
      goesAt: dayGoesAt(eventsAt, eventDays),
    },
    {
      kind: 'event_data',
      ownDays: own.eventDataDays,
      days: kept.eventDataDays,
      oldestAt: eventDataAt,
      goesAt: goesAfter(eventDataAt, kept.eventDataDays),
    },
    {
      kind: 'deliveries',
      ownDays: own.historyDays,
      days: kept.historyDays,
      oldestAt: deliveriesAt,
      goesAt: dayGoesAt(deliveriesAt, kept.historyDays),
    },
    {
      kind: 'attempt_data',
      ownDays: own.attemptDataDays,
      days: kept.attemptDataDays,
      oldestAt: attemptDataAt,
      goesAt: goesAfter(attemptDataAt, kept.attemptDataDays),
    },
  ];
}

/** @param rows by OLDEST_OF_ALL */
export function reportInstallation(
  { historyDays, statsDays }: InstallationKeeping,
  rows: readonly OldestRow[],
): InstallationItem[] {
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  const item = (
    kind: InstallationItem['kind'],
    name: string,
    days: number | null,
    goes: (oldestAt: number | null, days: number) => number | null,
  ): InstallationItem => {
    const row = rowOf.get(name);
    const oldestAt = row?.at?.getTime() ?? timeOf(row?.id ?? null);
    return {
      kind,
      days,
      oldestAt,
      goesAt: days === null ? null : goes(oldestAt, days),
      estimatedRows: row?.estimated_rows ?? null,
      bytes: row?.bytes ?? null,
    };
  };
  return [
    item('events', 'events', historyDays, (at, days) => dayGoesAt(at, days + 1)),
    item('deliveries', 'finished_deliveries', historyDays, dayGoesAt),
    item('attempts', 'attempts', historyDays, dayGoesAt),
    item('minute_statistics', 'minute', statsDays.minute, dayGoesAt),
    item('hour_statistics', 'hour', statsDays.hour, dayGoesAt),
    item('day_statistics', 'day', statsDays.day, dayGoesAt),
    item('idempotency_keys', 'idempotency_keys', IDEMPOTENCY_DAYS, goesAfter),
    item('ingest_errors', 'ingest_errors', historyDays, goesAfter),
    item('replays', 'replays', historyDays, goesAfter),
    item('audit_log', 'audit_log', null, goesAfter),
  ];
}

function timeOf(id: Uuid | null): number | null {
  return id === null ? null : uuidTime(id);
}

/** So many days after it was made. */
function goesAfter(at: number | null, days: number): number | null {
  return at === null ? null : at + days * DAY_MS;
}

/** So many days after the end of its UTC day. */
function dayGoesAt(at: number | null, days: number): number | null {
  return at === null ? null : at - (at % DAY_MS) + (days + 1) * DAY_MS;
}
