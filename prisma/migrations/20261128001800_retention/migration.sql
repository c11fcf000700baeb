-- Of a tenant, how long is kept what happened, in days: null is as long as the installation keeps it, and never is it longer.
alter table tenants
  add column event_data_days integer,
  add column attempt_data_days integer,
  add column history_days integer,
  add constraint tenants_keeping_bounds check (event_data_days between 1 and 3650 and attempt_data_days between 1 and 3650
    and history_days between 1 and 3650);

-- When somebody asked for its data to be erased. Data that is null without it has outlived its time.
alter table events add column erased_at timestamptz;

-- How far the upkeep of a tenant has come, by the ids of what it looks at: nothing is read twice.
create table retention_marks (
  tenant_id uuid not null,
  kind text not null,
  mark uuid not null,
  constraint retention_marks_pkey primary key (tenant_id, kind),
  constraint retention_marks_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint retention_marks_kind_known check (kind in ('event_data', 'attempt_data', 'history'))
);

-- Events behind such a mark that still have data to lose: a live delivery needed it ('expiry'), or what was under way when they
-- were erased may yet be recorded ('erasure').
create table event_revisits (
  event_id uuid not null,
  reason text not null,
  tenant_id uuid not null,
  since timestamptz not null,
  due_at timestamptz not null,
  constraint event_revisits_pkey primary key (event_id, reason),
  constraint event_revisits_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint event_revisits_reason_known check (reason in ('expiry', 'erasure'))
);
create index event_revisits_due on event_revisits (reason, due_at);

do $$
declare
  own constant text := $p$(select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text)$p$;
  guarded text;
begin
  foreach guarded in array array['retention_marks', 'event_revisits'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy tenant_rows on %I using (%s) with check (%s)', guarded, own, own);
  end loop;
end $$;

do $$
declare
  change record;
  definition text;
begin
  for change in
    select * from (values
      -- What is moved back holds its event's row, so that its data cannot expire in the same moment (move-back.ts).
      ('requeue', $t$e.id = f.event_id and e.data is not null)$t$, $t$e.id = f.event_id and e.data is not null for share)$t$),
      -- The digest of an erased event is erased with it; whoever repeats its key gets that event.
      ('take_event_key', $t$if winner_fingerprint <> given_fingerprint then$t$,
       $t$if winner_fingerprint <> given_fingerprint and winner_fingerprint <> '' then$t$)
    ) as c(name, known, text)
  loop
    select pg_get_functiondef(oid) into strict definition from pg_proc
    where proname = change.name and pronamespace = quote_ident(current_schema())::regnamespace;
    if position(change.known in definition) = 0 then
      raise exception 'The function % is not the one that this migration knows.', change.name;
    end if;
    execute replace(definition, change.known, change.text);
  end loop;
end $$;
