import { DURATION_BOUNDS_MS } from '../../../domain/stats/duration-bounds.ts';

/** The moment of a UUIDv7 in ms. */
const msOf = (id: string): string => `('x' || translate(left(${id}::text, 13), '-', ''))::bit(48)::bigint`;

/** The smallest UUIDv7 of a time; the schema's own function is not the app role's to run. */
export const firstIdOf = (time: string): string =>
  `(lpad(to_hex((extract(epoch from ${time}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

const SPAN_SECONDS = { minute: 60, hour: 3_600, day: 86_400 } as const;
export type Grain = keyof typeof SPAN_SECONDS;

/** Where the bucket of a time begins, in UTC, whatever the session's time zone. */
export const bucketOf = (grain: Grain, time: string): string =>
  `date_bin('${SPAN_SECONDS[grain]} seconds', ${time}, timestamptz '1970-01-01 00:00Z')`;

/** The same, of the moment of an id. */
export const bucketOfId = (grain: Grain, id: string): string =>
  `to_timestamp(${msOf(id)} / ${1_000 * SPAN_SECONDS[grain]} * ${SPAN_SECONDS[grain]})`;

const BOUNDS = `'{${DURATION_BOUNDS_MS.join(',')}}'::int[]`;

/** The bound of the histogram that a duration does not exceed. */
export const boundOf = (durationMs: string): string =>
  `(${BOUNDS})[least(width_bucket(${durationMs} - 1, ${BOUNDS}) + 1, ${DURATION_BOUNDS_MS.length})]`;

/**
 * What is counted of each attempt, from the rows. The type is the delivery's, found by its primary key in the queue or in its day of
 * history: on a connection of the engine's, whose planner is held to that. An attempt takes its place by the time of its id,
 * which is made as its answer is there.
 * @param condition on the attempt `a`, which bounds its id
 */
export const attemptFacts = (condition: string): string => `
  select a.id, a.delivery_id, a.tenant_id, a.webhook_id, coalesce(l.event_type, f.event_type, '') as event_type, a.outcome,
         coalesce(a.error_type, '') as error_type, not a.stale and a.error_type is distinct from 'interrupted' as is_counted,
         ${boundOf('a.duration_ms')} as up_to_ms,
         a.duration_ms, a.started_at
  from attempts a
  left join live_deliveries l on l.id = a.delivery_id
  left join finished_deliveries f on f.id = a.delivery_id
  where ${condition}`;
