-- Partition upkeep belongs to the owner; the app role may only ask for it through these functions. Their search path
-- is pinned to the schema the migration runs in, with pg_temp last, so that no temporary table can stand in for one.

-- The smallest UUID whose leading 48 bits are the given time in milliseconds (RFC 9562, section 5.7).
create function uuid_floor(moment timestamptz) returns uuid
language sql immutable parallel safe
return (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Makes the partition of one UTC day. Answers false when it is there already. It is created apart and then attached,
-- since CREATE … PARTITION OF waits behind every open writer of the parent, while ATTACH does not.
create function ensure_partition(parent text, day date) returns boolean
language plpgsql security definer
as $$
declare
  child text := parent || '_p' || to_char(day, 'YYYYMMDD');
  starts_at timestamptz := day::timestamp at time zone 'UTC';
begin
  if parent not in ('events', 'finished_deliveries', 'attempts') then
    raise exception 'There are no partitions of %.', parent using errcode = 'invalid_parameter_value';
  end if;
  if to_regclass(format('%I', child)) is not null then
    return false;
  end if;
  perform set_config('lock_timeout', '2s', true);
  begin
    execute format('create table %I (like %I including all)', child, parent);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child,
                   uuid_floor(starts_at), uuid_floor(starts_at + interval '1 day'));
  exception when duplicate_table or unique_violation then
    return false; -- another process made it a moment ago
  end;
  return true;
end $$;

-- Drops one partition, unless a live row still refers to its range. Answers what came of it:
-- 'dropped', 'missing' or 'in_use'. Waits at most half a second for its lock, then fails with lock_not_available.
create function drop_partition(parent text, day date) returns text
language plpgsql security definer
as $$
declare
  child text := parent || '_p' || to_char(day, 'YYYYMMDD');
  starts_at timestamptz := day::timestamp at time zone 'UTC';
  lower_id uuid := uuid_floor(starts_at);
  upper_id uuid := uuid_floor(starts_at + interval '1 day');
begin
  if parent not in ('events', 'finished_deliveries', 'attempts') then
    raise exception 'There are no partitions of %.', parent using errcode = 'invalid_parameter_value';
  end if;
  if to_regclass(format('%I', child)) is null then
    return 'missing';
  end if;
  perform set_config('lock_timeout', '500ms', true);
  -- Locked before it is judged: a retry that moves a delivery out of this partition comes before the look, or waits.
  execute format('lock table %I in access exclusive mode', child);
  if exists (select from live_deliveries where id >= lower_id and id < upper_id) then
    return 'in_use';
  end if;
  if parent = 'events' and (
       exists (select from live_deliveries where event_id >= lower_id and event_id < upper_id)
       or exists (select from outbox where event_id >= lower_id and event_id < upper_id)) then
    return 'in_use';
  end if;
  -- A live delivery's attempts are made after it, so any older live delivery may have some in this range.
  if parent = 'attempts' and exists (select from live_deliveries where id < upper_id) then
    return 'in_use';
  end if;
  execute format('alter table %I detach partition %I', parent, child);
  execute format('drop table %I', child);
  return 'dropped';
end $$;

do $$
declare
  parent text;
  days_ahead integer;
  signature text;
begin
  foreach signature in array array['ensure_partition(text, date)', 'drop_partition(text, date)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', signature, current_schema());
    execute format('revoke execute on function %s from public', signature);
    execute format('grant execute on function %s to %I', signature, current_schema() || '_app');
  end loop;
  revoke execute on function uuid_floor(timestamptz) from public;

  foreach parent in array array['events', 'finished_deliveries', 'attempts'] loop
    for days_ahead in -1..7 loop
      perform ensure_partition(parent, (now() at time zone 'UTC')::date + days_ahead);
    end loop;
  end loop;
end $$;
