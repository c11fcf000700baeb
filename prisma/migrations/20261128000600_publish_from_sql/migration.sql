-- Publishing from SQL, in the producer's own transaction: select publish('order.paid', '{"order_id": 4711}').
-- What is taken is what POST /api/events takes; a test holds the two to each other (docs/publish-from-sql.md).

-- Set on an event that no process has judged: the relay does so before it fans it out.
alter table outbox add column needs_admission boolean not null default false;

-- Why a stored event goes to nobody, as {"reason", "errors": [{"path", "message"}]}; null for all others.
alter table events
  add column refusal json,
  add constraint events_refusal_form check (json_typeof(refusal) = 'object');

-- A UUIDv7 (RFC 9562, section 5.7). What the time has below a millisecond stands in rand_a (section 6.2, method 3), so
-- that the ids of one transaction sort as they were made. The random bits and the variant come from a UUIDv4.
create function uuid_at(moment timestamptz) returns uuid
language plpgsql volatile parallel safe
as $$
declare
  micros bigint := (extract(epoch from moment) * 1000000)::bigint;
  fraction integer := (micros % 1000 * 4096 / 1000)::integer;
  bytes bytea := overlay(uuid_send(gen_random_uuid()) placing substring(int8send(micros / 1000) from 3) from 1 for 6);
begin
  bytes := set_byte(set_byte(bytes, 6, 112 | (fraction >> 8)), 7, fraction & 255);
  return encode(bytes, 'hex')::uuid;
end $$;

-- An id as it is shown outside (typeid.io, version 0.3): 26 digits of five bits each, two zeros before those of the id.
create function to_public_id(prefix text, id uuid) returns text
language plpgsql immutable strict parallel safe
as $$
declare
  alphabet constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  bits bit(130) := b'00' || ('x' || replace(id::text, '-', ''))::bit(128);
  digits text := '';
begin
  for place in 0..25 loop
    digits := digits || substr(alphabet, 1 + substring(bits from 1 + 5 * place for 5)::integer, 1);
  end loop;
  return prefix || '_' || digits;
end $$;

-- The id behind it; null when the text is none of that kind.
create function from_public_id(prefix text, public_id text) returns uuid
language plpgsql immutable strict parallel safe
as $$
declare
  digits text := substr(public_id, length(prefix) + 2);
  bits text := '';
begin
  if not starts_with(public_id, prefix || '_') or digits !~ '^[0-7][0-9a-hjkmnp-tv-z]{25}$' then
    return null;
  end if;
  for place in 1..26 loop
    bits := bits || (strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(digits, place, 1)) - 1)::bit(5)::text;
  end loop;
  return (lpad(to_hex(substr(bits, 3, 64)::bit(64)::bigint), 16, '0')
          || lpad(to_hex(substr(bits, 67)::bit(64)::bigint), 16, '0'))::uuid;
end $$;

-- Sets the tenant that row security of the management tables goes by for the rest of the transaction ('*': all), and
-- answers what it was, to be set again. Not a SET clause of the functions: only a superuser may write an unknown one.
create function reach_tenants(wanted text) returns text
language plpgsql volatile
as $$
declare
  before text := coalesce(current_setting('posthorn.tenant', true), '');
  present text;
begin
  if before <> wanted then
    present := set_config('posthorn.tenant', wanted, true);
  end if;
  return before;
end $$;

-- The tenant that a caller names by its uid or its id.
create function find_tenant(tenant text) returns uuid
language plpgsql volatile
as $$
declare
  reach text := reach_tenants('*');
  found_id uuid;
begin
  select t.id into found_id from tenants t where t.uid = find_tenant.tenant;
  if found_id is null then
    select t.id into found_id from tenants t where t.id = from_public_id('tn', find_tenant.tenant);
  end if;
  if found_id is null then
    raise exception 'There is no tenant %.', coalesce(quote_literal(tenant), 'null')
      using errcode = 'no_data_found', hint = 'Name a tenant by its uid or its id (tn_…), or leave tenant out for the default one.';
  end if;
  reach := reach_tenants(reach);
  return found_id;
end $$;

-- What JSON text has too much of: 'depth' beyond 64 levels, 'keys' beyond 10,000, or null. Most texts have so few
-- brackets and colons, those in strings included, that nothing needs to be read (4 µs). Else the strings are cut out:
-- without its escapes, a text splits at its quotes into what is outside and inside in turn. What is left but the brackets
-- goes, and each round takes the innermost pairs. Casting to jsonb would be no shorter, and fails on \u0000.
-- Measured at 1 MiB of nothing but brackets and strings: 0.1 to 0.3 s; at 100 lines of an order: 0.2 ms.
create function json_excess(body text) returns text
language plpgsql immutable strict parallel safe
as $$
declare
  depth_max constant integer := 64;
  keys_max constant integer := 10000;
  bare text;
  other text;
begin
  if 2 * octet_length(body) - octet_length(replace(body, '{', '')) - octet_length(replace(body, '[', '')) <= depth_max
     and octet_length(body) - octet_length(replace(body, ':', '')) <= keys_max then
    return null;
  end if;
  select string_agg(part, '') into bare
  from unnest(string_to_array(replace(replace(body, '\\', ''), '\"', ''), '"')) with ordinality as parts(part, place)
  where place % 2 = 1;
  if octet_length(bare) - octet_length(replace(bare, ':', '')) > keys_max then
    return 'keys';
  end if;
  foreach other in array string_to_array(E' |\n|\r|\t|,|:|0|1|2|3|4|5|6|7|8|9|.|-|+|e|E|t|r|u|f|a|l|s|n', '|') loop
    bare := replace(bare, other, '');
  end loop;
  bare := replace(replace(bare, '{', '['), '}', ']');
  if strpos(bare, repeat('[', depth_max + 1)) > 0 then
    return 'depth';
  end if;
  for level in 1..depth_max loop
    exit when strpos(bare, '[]') = 0;
    bare := replace(bare, '[]', '');
  end loop;
  -- What has brackets without a partner is left to the JSON parser, which says it better.
  return case when strpos(bare, '[]') > 0 then 'depth' end;
end $$;

-- Refuses what POST /api/events would refuse of an event's data: 1 MiB, an object, 64 levels, 10,000 keys. Depth comes
-- before the parser, which is recursive. True otherwise: plpgsql assigns a value in a fraction of the time that it takes
-- to PERFORM a function without one.
create function check_event_data(body text, is_parsed boolean) returns boolean
language plpgsql immutable
as $$
declare
  fault text;
begin
  if octet_length(body) > 1048576 then
    raise exception 'data must not be larger than 1048576 bytes; it has %.', octet_length(body)
      using errcode = 'program_limit_exceeded', hint = 'Publish a reference to the data instead of the data.';
  elsif not coalesce(starts_with(body, '{'), false) then
    raise exception 'data must be a JSON object.'
      using errcode = 'invalid_parameter_value', hint = 'Wrap another value in an object, such as {"value": 1}.';
  end if;
  case json_excess(body)
    when 'depth' then
      raise exception 'data must not be nested deeper than 64 levels.'
        using errcode = 'program_limit_exceeded', hint = 'Publish flatter data, or a nested part as text.';
    when 'keys' then
      raise exception 'data must not have more than 10000 keys.'
        using errcode = 'program_limit_exceeded', hint = 'Publish less, or several events.';
    else null;
  end case;
  if is_parsed then
    return true;
  end if;
  begin
    return body::json is not null;
  exception when invalid_text_representation then
    get stacked diagnostics fault = pg_exception_detail;
    raise exception 'data must be valid JSON.'
      using errcode = 'invalid_text_representation', detail = fault,
            hint = 'Let a JSON function or serializer write it, such as json_build_object(''order_id'', 4711).';
  end;
end $$;

-- Refuses what POST /api/events would refuse of the rest, and is true otherwise; the numbers and patterns are those of the API.
create function check_event(type text, idempotency_key text, priority integer, tags text[], expires_after_ms bigint)
returns boolean
language plpgsql immutable
as $$
declare
  tag text;
  unprintable constant text := '[\u0001-\u001f\u007f-\u009f]';
begin
  if not coalesce(type ~ '^[A-Za-z0-9_.:/-]+$' and octet_length(type) <= 256, false) or starts_with(type, 'posthorn.') then
    raise exception 'type must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -, and not begin with posthorn.'
      using errcode = 'invalid_parameter_value', hint = 'A type is written like order.paid.';
  end if;
  if char_length(idempotency_key) not between 1 and 256 or idempotency_key ~ unprintable then
    raise exception 'idempotency_key must be 1 to 256 printable characters.'
      using errcode = 'invalid_parameter_value', hint = 'Leave it out where the event may be published again.';
  end if;
  if priority not between 0 and 100 then
    raise exception 'priority must be 0 to 100; it is %.', priority
      using errcode = 'invalid_parameter_value', hint = 'Higher is sent first; 0 is the default.';
  end if;
  if expires_after_ms not between 1 and 2592000000 then
    raise exception 'expires_after_ms must be 1 to 2592000000; it is %.', expires_after_ms
      using errcode = 'invalid_parameter_value', hint = 'Up to 30 days; leave it out for an event that does not expire.';
  end if;
  if cardinality(tags) > 20 or array_ndims(tags) > 1 then
    raise exception 'tags must be a list of at most 20.'
      using errcode = 'invalid_parameter_value', hint = 'Put what is more than a label into data.';
  end if;
  foreach tag in array coalesce(tags, '{}') loop
    if not coalesce(char_length(tag) between 1 and 128 and tag !~ unprintable, false) then
      raise exception 'each of tags must be 1 to 128 printable characters.'
        using errcode = 'invalid_parameter_value', hint = 'Neither null nor empty, without line breaks and other control characters.';
    end if;
  end loop;
  return true;
end $$;

-- The digest by which a repeated key is known to stand for the same event: that of POST /api/events (fingerprintOf in
-- src/domain/idempotency.ts), so that one key is one event by either way. to_json() writes a text as JSON.stringify does.
create function event_fingerprint(type text, body text, occurred_at timestamptz, priority integer, expires_after_ms bigint,
                                  tags text[], deliver_at timestamptz)
returns bytea
language plpgsql stable
as $$
declare
  form constant text := 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
begin
  return sha256(convert_to(concat_ws(',',
    '[' || to_json(type), to_json(body), coalesce(to_json(to_char(occurred_at at time zone 'UTC', form))::text, 'null'),
    coalesce(priority::text, 'null'), coalesce(expires_after_ms::text, 'null'), coalesce(array_to_json(tags)::text, 'null'),
    to_json(to_char(deliver_at at time zone 'UTC', form))) || ']', 'UTF8'));
end $$;

-- Takes a key for an event. Answers the id of the event that has it already, or null when it is the given one now. ON
-- CONFLICT waits for a transaction that has just taken the key, and then stores nothing; the winner is read by a
-- statement of its own, since the first does not see it. A winner that rolled back, or whose key was forgotten just then,
-- leaves the key to be taken after all.
create function take_event_key(owner_id uuid, given_key text, given_fingerprint bytea, event_id uuid) returns uuid
language plpgsql volatile
as $$
declare
  reach text := reach_tenants(owner_id::text);
  winner_id uuid;
  winner_fingerprint bytea;
begin
  loop
    insert into idempotency_keys (tenant_id, scope, key, fingerprint, resource_id)
    values (owner_id, 'event', given_key, given_fingerprint, event_id)
    on conflict do nothing;
    exit when found;
    select k.resource_id, k.fingerprint into winner_id, winner_fingerprint from idempotency_keys k
    where k.tenant_id = owner_id and k.scope = 'event' and k.key = given_key;
    exit when found;
  end loop;
  perform reach_tenants(reach);
  if winner_fingerprint <> given_fingerprint then
    raise exception 'The idempotency key % was used before with another event.', quote_literal(given_key)
      using errcode = 'unique_violation', constraint = 'idempotency_keys_pkey', table = 'idempotency_keys',
            hint = 'Use another key for another event; the same event may be published again with the same key.';
  end if;
  return winner_id;
end $$;

-- Stores an event and its outbox row in the transaction of the caller. Nothing is notified: a NOTIFY in the publishing
-- transaction serializes its commits (throughput × 0.3), and the relay polls.
create function store_event(type text, body text, tenant text, idempotency_key text, priority integer,
                            deliver_at timestamptz, tags text[], occurred_at timestamptz, expires_after_ms bigint)
returns text
language plpgsql volatile
as $$
declare
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
  event_id uuid := uuid_at(clock_timestamp());
  owner_id uuid := find_tenant(tenant);
  happened_at timestamptz := date_trunc('milliseconds', occurred_at);
  due_at timestamptz := date_trunc('milliseconds', deliver_at);
  winner_id uuid;
begin
  if happened_at not between '0001-01-01 00:00:00+00 BC' and '9999-12-31 23:59:59.999+00' then
    raise exception 'occurred_at must be in one of the years 0 to 9999.'
      using errcode = 'datetime_field_overflow', hint = 'Leave it out for the present moment.';
  end if;
  if due_at > moment + interval '720 hours' or due_at = '-infinity' then
    raise exception 'deliver_at must be at most 30 days ahead.'
      using errcode = 'datetime_field_overflow', hint = 'Leave it out for an event that is delivered at once.';
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
  values (event_id, owner_id, type, body::json, coalesce(happened_at, moment), coalesce(priority, 0),
          case when due_at > moment then due_at end, greatest(due_at, moment) + expires_after_ms * interval '1 millisecond',
          coalesce(tags[:], '{}'));
  insert into outbox (event_id, tenant_id, needs_admission, next_attempt_at)
  values (event_id, owner_id, true, greatest(due_at, moment));
  return to_public_id('evt', event_id);
end $$;

-- What producers call, for each type that data comes in: without the three, a literal would be ambiguous, or would go
-- through jsonb, which loses its order and refuses \u0000. json and text are kept as they were written. Plpgsql, since a
-- function in SQL took twice as long.
-- @returns the event's id, evt_…; under a known key that of the event that first used it
do $$
declare
  data_type text;
begin
  foreach data_type in array array['json', 'jsonb', 'text'] loop
    execute format($definition$
      create function publish(type text, data %1$s, tenant text default 'default', idempotency_key text default null,
                              priority integer default null, deliver_at timestamptz default null,
                              tags text[] default null, occurred_at timestamptz default null,
                              expires_after_ms bigint default null)
      returns text
      language plpgsql volatile security definer
      as $function$
      declare
        body text := btrim(data::text, E' \t\n\r');
        is_taken boolean := check_event(type, idempotency_key, priority, tags, expires_after_ms)
                            and check_event_data(body, %2$L);
      begin
        return store_event(type, body, tenant, idempotency_key, priority, deliver_at, tags, occurred_at, expires_after_ms);
      end $function$ $definition$, data_type, data_type <> 'text');
  end loop;
end $$;

do $$
declare
  signature regprocedure;
begin
  for signature in select oid from pg_proc where pronamespace = quote_ident(current_schema())::regnamespace and prokind = 'f'
    and proname in ('publish', 'store_event', 'take_event_key', 'event_fingerprint', 'check_event', 'check_event_data',
                    'json_excess', 'find_tenant', 'reach_tenants', 'to_public_id', 'from_public_id', 'uuid_at') loop
    execute format('revoke execute on function %s from public', signature);
  end loop;
  for signature in select oid from pg_proc where pronamespace = quote_ident(current_schema())::regnamespace and proname = 'publish' loop
    -- With pg_temp last, no temporary table can stand in for one.
    execute format('alter function %s set search_path = %I, pg_temp', signature, current_schema());
    execute format('grant execute on function %s to %I, %I', signature, current_schema() || '_publisher',
                   current_schema() || '_app');
  end loop;
end $$;
