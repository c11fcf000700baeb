-- publish() in about half the time. In a transaction of its own every expression of plpgsql is prepared anew, at 1 to 3 µs,
-- and so is every function that is called: what all events need is done in few expressions, in publish() itself, and the
-- functions that say what is wrong are called where something may be (docs/decisions/0030-speed-of-publishing.md).

-- As before, in one expression. From the 20th character on, a UUIDv4 has its variant and 62 random bits.
create or replace function uuid_at(moment timestamptz) returns uuid
language plpgsql volatile parallel safe
as $$
declare
  micros bigint := date_part('epoch', moment) * 1000000;
begin
  return (lpad(to_hex(micros / 1000), 12, '0') || to_hex(28672 | (micros % 1000 * 4096 / 1000))
          || substr(gen_random_uuid()::text, 20))::uuid;
end $$;

-- As before, two digits at a time. The pairs are bytes, since a place in a text of UTF-8 is found by reading up to it.
do $migration$
declare
  alphabet constant text[] := string_to_array('0123456789abcdefghjkmnpqrstvwxyz', null);
  pairs text := (select string_agg(alphabet[1 + number / 32] || alphabet[1 + number % 32], '' order by number)
                 from generate_series(0, 1023) as number);
begin
  execute format($definition$
    create or replace function to_public_id(prefix text, id uuid) returns text
    language plpgsql immutable strict parallel safe
    as $function$
    declare
      bits bit(130) := b'00' || ('x' || translate(id::text, '-', ''))::bit(128);
      digits bytea := '';
    begin
      for place in 0..12 loop
        digits := digits || substring(%L::bytea from 1 + 2 * substring(bits from 1 + 10 * place for 10)::integer for 2);
      end loop;
      return prefix || '_' || encode(digits, 'escape');
    end $function$ $definition$, pairs);
end $migration$;

-- Refuses what POST /api/events would refuse of an event's times, and is true otherwise.
create function check_event_times(occurred_at timestamptz, deliver_at timestamptz, moment timestamptz) returns boolean
language plpgsql immutable
as $$
begin
  if occurred_at not between '0001-01-01 00:00:00+00 BC' and '9999-12-31 23:59:59.999+00' then
    raise exception 'occurred_at must be in one of the years 0 to 9999.'
      using errcode = 'datetime_field_overflow', hint = 'Leave it out for the present moment.';
  end if;
  if deliver_at > moment + interval '720 hours' or deliver_at = '-infinity' then
    raise exception 'deliver_at must be at most 30 days ahead.'
      using errcode = 'datetime_field_overflow', hint = 'Leave it out for an event that is delivered at once.';
  end if;
  return true;
end $$;

do $$
begin
  revoke execute on function check_event_times(timestamptz, timestamptz, timestamptz) from public;
end $$;

-- What producers call; it stores an event and its outbox row in their transaction, and notifies nobody. A plain event, one
-- without options whose data are short and have few brackets, keeps to every rule by the one condition of is_plain; all
-- others are shown to the functions that know the rules. store_event() is no longer called but by calls that are under way.
do $migration$
declare
  data_type text;
  -- Text alone may be no JSON. The block is a savepoint (3 µs) in which nothing is written: it takes no transaction id.
  parse_text constant text := $parse$
          begin
            content := body::json;
          exception when invalid_text_representation then
            is_plain := check_event_data(body, false);
            raise;
          end;$parse$;
begin
  foreach data_type in array array['json', 'jsonb', 'text'] loop
    execute format($definition$
      create or replace function publish(type text, data %1$s, tenant text default 'default', idempotency_key text default null,
                                         priority integer default null, deliver_at timestamptz default null,
                                         tags text[] default null, occurred_at timestamptz default null,
                                         expires_after_ms bigint default null)
      returns text
      language plpgsql volatile security definer set search_path = %2$I, pg_temp
      as $function$
      declare
        body text := btrim(data::text, E' \t\n\r');
        content json;
        moment timestamptz := date_trunc('milliseconds', clock_timestamp());
        event_id uuid := uuid_at(clock_timestamp());
        is_plain boolean := type ~ '^[A-Za-z0-9_.:/-]+$' and octet_length(type) <= 256 and not starts_with(type, 'posthorn.')
          and num_nulls(idempotency_key, priority, deliver_at, tags, occurred_at, expires_after_ms) = 6
          and starts_with(body, '{') and octet_length(body) <= 10000
          and octet_length(body) - octet_length(replace(replace(body, '{', ''), '[', '')) <= 64;
        -- What follows from options, and is null without any.
        happened_at timestamptz;
        due_at timestamptz;
        later_at timestamptz;
        expires_at timestamptz;
        labels text[];
        reach text := coalesce(current_setting('posthorn.tenant', true), '');
        present text;
        owner_id uuid;
        winner_id uuid;
      begin
        if is_plain is not true then
          happened_at := date_trunc('milliseconds', occurred_at);
          due_at := date_trunc('milliseconds', deliver_at);
          is_plain := check_event(type, idempotency_key, priority, tags, expires_after_ms) and check_event_data(body, true)
                      and check_event_times(happened_at, due_at, moment);
          later_at := case when due_at > moment then due_at end;
          expires_at := coalesce(later_at, moment) + expires_after_ms * interval '1 millisecond';
          labels := tags[:];
        end if;
        %3$s
        -- find_tenant() for a uid, without its calls.
        present := set_config('posthorn.tenant', '*', true);
        select t.id into owner_id from tenants t where t.uid = tenant;
        present := set_config('posthorn.tenant', reach, true);
        if owner_id is null then
          owner_id := find_tenant(tenant);
        end if;
        if idempotency_key is not null then
          winner_id := take_event_key(owner_id, idempotency_key,
            event_fingerprint(type, body, happened_at, priority, expires_after_ms, tags, due_at), event_id);
          if winner_id is not null then
            return to_public_id('evt', winner_id);
          end if;
        end if;
        -- Partitions are made a week ahead by every worker. Where none has run for longer, the producer does not suffer for it.
        if to_regclass('events_p' || to_char(moment at time zone 'UTC', 'YYYYMMDD')) is null then
          perform ensure_partition('events', (moment at time zone 'UTC')::date);
        end if;
        insert into events (id, tenant_id, type, data, occurred_at, priority, deliver_at, expires_at, tags)
        values (event_id, owner_id, type, content, coalesce(happened_at, moment), coalesce(priority, 0), later_at,
                expires_at, coalesce(labels, '{}'));
        insert into outbox (event_id, tenant_id, needs_admission, next_attempt_at)
        values (event_id, owner_id, true, coalesce(later_at, moment));
        return to_public_id('evt', event_id);
      end $function$ $definition$, data_type, current_schema(),
      case data_type when 'text' then parse_text else 'content := body::json;' end);
  end loop;
end $migration$;
