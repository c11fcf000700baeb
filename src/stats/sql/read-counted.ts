import type { Statement } from '../../engine/statement.ts';

export interface CountedRow {
  /** In ms; null where nothing has been counted yet. */
  readonly mark_ms: number | null;
  /** The first day of which deliveries are kept, in ms; null where there is no day. */
  readonly first_day_ms: number | null;
}

/** How far statistics are counted, and how far history goes back: one row of a table, and the names of the days. */
export const READ_COUNTED: Statement = {
  name: 'read_counted_stats',
  text: `
select (select (extract(epoch from rolled_until) * 1000)::float8 from stats_mark) as mark_ms,
       (select (extract(epoch from min(to_date(right(c.relname, 8), 'YYYYMMDD'))::timestamp at time zone 'UTC') * 1000)::float8
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = to_regclass('finished_deliveries') and c.relname ~ '_p\\d{8}$') as first_day_ms`,
};
