import { toPublicId } from '../../../src/domain/ids.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import type { Fault } from './fault.ts';
import {
  countOpen,
  readEventIds,
  readOverwrites,
  readTallies,
  type DeliveryTally,
  type Overwrite,
} from './ledger-rows.ts';
import type { LedgerReport } from './ledger-report.ts';
import type { Arrival } from './recording-receiver.ts';

/** How far apart two sightings of one moment may be: by a receiver, by the database, by who did the fault. */
const SLACK_MS = 250;

/** What was seen from outside. */
export interface Sightings {
  /** Events whose publish was acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  readonly arrivals: readonly Arrival[];
  readonly faults: readonly Fault[];
  /** Paths of the webhooks: each of them gets every event. */
  readonly paths: readonly string[];
}

/** What the database has of it. */
export interface LedgerRows {
  /** Every event that is stored, acknowledged or not. */
  readonly stored: readonly string[];
  readonly tallies: readonly DeliveryTally[];
  readonly overwrites: readonly Overwrite[];
  readonly open: number;
}

/** Holds every acknowledged publish against what receivers saw and against what the database says, once all is quiet. */
export async function audit(database: TestDatabase, sightings: Sightings): Promise<LedgerReport> {
  const stored = (await readEventIds(database)).map((id) => toPublicId('event', id));
  const [tallies, overwrites] = [await readTallies(database), await readOverwrites(database)];
  return judge({ stored, tallies, overwrites, open: await countOpen(database) }, sightings);
}

/** One webhook's delivery of one event, from both sides. */
interface Entry {
  readonly key: string;
  readonly isAcknowledged: boolean;
  readonly rows: readonly DeliveryTally[];
  readonly arrivals: readonly Arrival[];
  /** Faults at which it was in flight, and after which it may be sent again. */
  readonly chances: number;
}

/** Pure: what rows and sightings come to together. */
export function judge(rows: LedgerRows, sightings: Sightings): LedgerReport {
  const entries = pairUp(rows, sightings);
  const expected = entries.filter(({ isAcknowledged }) => isAcknowledged);
  const lost = expected.filter(({ arrivals }) => !arrivals.some(isTaken)).map(({ key }) => key);
  const neverPublished = expected.filter((entry) => entry.rows.length === 0).map(({ key }) => eventOf(key));
  return {
    published: sightings.acknowledged.size,
    received: entries.filter(({ arrivals }) => arrivals.some(isTaken)).length,
    lost: lost.length,
    neverPublished: new Set(neverPublished).size,
    duplicated: entries.reduce((sum, entry) => sum + repetitionsOf(entry), 0),
    duplicatesAllowed: entries.reduce((sum, { chances }) => sum + chances, 0),
    recoveryMs: sightings.faults.flatMap((fault) => recoveriesFrom(fault, entries)),
    unexplained: entries.flatMap(unexplainedOf),
    violations: [
      ...told('lost', lost),
      ...told('never published', [...new Set(neverPublished)]),
      ...entries.flatMap(faultsOf),
      ...told(
        'overwritten',
        rows.overwrites.map(({ delivery_id, change }) => `${change} ${delivery_id}`),
      ),
      ...(rows.open > 0 ? [`${rows.open} deliveries or events were left over`] : []),
    ],
  };
}

function pairUp(
  { stored, tallies }: LedgerRows,
  { acknowledged, arrivals, paths, faults }: Sightings,
): Entry[] {
  const rowsByKey = groupBy(tallies, ({ event_id, url }) =>
    keyOf(toPublicId('event', event_id), new URL(url).pathname),
  );
  const arrivalsByKey = groupBy(arrivals, ({ eventId, path }) => keyOf(eventId, path));
  const keys = new Set(
    [...acknowledged, ...stored].flatMap((eventId) => paths.map((path) => keyOf(eventId, path))),
  );
  for (const key of [...arrivalsByKey.keys(), ...rowsByKey.keys()]) keys.add(key);
  return [...keys].map((key) => {
    const [rows, seen] = [rowsByKey.get(key) ?? [], arrivalsByKey.get(key) ?? []];
    const chances = faults.filter((fault) => fault.mayRepeat && wasInFlight(fault, rows, seen)).length;
    return { key, isAcknowledged: acknowledged.has(eventOf(key)), rows, arrivals: seen, chances };
  });
}

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

const keyOf = (eventId: string, path: string): string => `${eventId} ${path}`;
const eventOf = (key: string): string => key.split(' ')[0] ?? '';
const isTaken = ({ status }: Arrival): boolean => status < 300;

/** Its request had gone out before the end of the fault, and its outcome was not recorded at the start. */
function wasInFlight(fault: Fault, rows: readonly DeliveryTally[], arrivals: readonly Arrival[]): boolean {
  const firstAt = Math.min(...arrivals.map(({ at }) => at));
  const completedAt = Math.max(...rows.map(({ completed_ms }) => completed_ms ?? Infinity));
  return firstAt <= fault.endedAt + SLACK_MS && completedAt > fault.startedAt - SLACK_MS;
}

/** Requests beyond one success, and beyond those that failures on record were. */
function repetitionsOf({ rows, arrivals }: Entry): number {
  const failures = rows.reduce((sum, { counted, succeeded }) => sum + counted - succeeded, 0);
  return Math.max(0, arrivals.length - 1 - failures);
}

function faultsOf(entry: Entry): string[] {
  const { key, rows, arrivals, chances } = entry;
  const [row] = rows;
  if (row === undefined) return [`${key}: no delivery, ${arrivals.length} requests`];
  const faults: string[] = [];
  const check = (isWell: boolean, words: string): void => {
    if (!isWell) faults.push(`${key}: ${words}`);
  };
  const unrecorded = arrivals.length - row.recorded;
  check(rows.length === 1, `${rows.length} deliveries`);
  check(row.status === 'delivered', `ended as ${row.status}`);
  check(row.succeeded === 1, `${row.succeeded} successes on record`);
  check(row.attempt_count === row.counted, `counts ${row.attempt_count} attempts of ${row.counted}`);
  check(arrivals.length >= row.answered, `${row.answered} answers of ${arrivals.length} requests on record`);
  check(
    unrecorded <= chances,
    `${unrecorded} requests without a record, and it was in flight at ${chances} faults`,
  );
  return faults;
}

function unexplainedOf(entry: Entry): string[] {
  const repetitions = repetitionsOf(entry);
  if (repetitions <= entry.chances) return [];
  return [`${entry.key}: repeated ${repetitions} times, and it was in flight at ${entry.chances} faults`];
}

/**
 * How long after the fault each delivery that waited then was finished, or was on its way again: the next fault may hit it
 * there, and its recovery from that one is counted on its own.
 */
function recoveriesFrom({ startedAt, countsFrom }: Fault, entries: readonly Entry[]): number[] {
  return entries.flatMap(({ rows: [row], arrivals }) => {
    if (row === undefined || row.published_ms > startedAt) return [];
    const completedAt = row.completed_ms ?? Infinity;
    if (completedAt <= startedAt) return [];
    const later = arrivals.filter(({ at }) => at > startedAt + SLACK_MS).map(({ at }) => at);
    return [Math.max(0, Math.min(completedAt, ...later) - countsFrom)];
  });
}

function told(what: string, names: readonly string[]): string[] {
  return names.map((name) => `${what}: ${name}`);
}
