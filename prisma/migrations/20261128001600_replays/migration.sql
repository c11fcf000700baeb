-- Many deliveries sent again, or for the first time, at a pace: a row a replay, which says how far it has come. What a batch
-- moves and the mark behind it commit together, so that whoever goes on after a crash repeats nothing.
create table replays (
  id uuid not null,
  tenant_id uuid not null,
  mode text not null,
  -- In the API's words, and its form.
  filter json not null,
  rate_per_second integer not null,
  status text not null default 'running',
  -- Deliveries that matched when it was made; null where there were more than are counted.
  total_count integer,
  replayed_count integer not null default 0,
  -- All up to this id has been looked at: of deliveries, or of events where what is missing is looked for.
  mark uuid not null,
  -- The pace: the next batch is not made before.
  next_batch_at timestamptz not null,
  -- What ended, or was published, later than this does not belong to it.
  created_at timestamptz not null,
  updated_at timestamptz not null,
  completed_at timestamptz,
  constraint replays_pkey primary key (id),
  constraint replays_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint replays_mode_known check (mode in ('failed', 'all', 'missing')),
  constraint replays_filter_form check (json_typeof(filter) = 'object'),
  constraint replays_rate_bounds check (rate_per_second between 1 and 1000),
  constraint replays_status_known check (status in ('running', 'completed', 'cancelled')),
  constraint replays_counts check (total_count >= 0 and replayed_count >= 0),
  constraint replays_end_told check ((status = 'running') = (completed_at is null))
);
create index replays_page on replays (tenant_id, id desc);
-- Looked at every second by every process; what has ended is not in it.
create index replays_running on replays (next_batch_at) where status = 'running';

-- Which deliveries a replay has moved or made. Not a column of the deliveries: those are of the hot path, and one can be
-- replayed more than once.
create table replay_deliveries (
  replay_id uuid not null,
  delivery_id uuid not null,
  tenant_id uuid not null,
  constraint replay_deliveries_pkey primary key (replay_id, delivery_id),
  constraint replay_deliveries_replay_id_fkey foreign key (replay_id) references replays (id)
    on delete cascade on update cascade
);

do $$
declare
  own constant text := $p$(select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text)$p$;
  guarded text;
begin
  foreach guarded in array array['replays', 'replay_deliveries'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy tenant_rows on %I using (%s) with check (%s)', guarded, own, own);
  end loop;
end $$;

-- What a replay has moved waits with a priority below zero. Retried by hand it is as urgent as it was; all else of the
-- function stays as it is, its rights too.
do $$
declare
  known constant text := $text$now(), m.priority,$text$;
  definition text;
begin
  select pg_get_functiondef(oid) into strict definition from pg_proc
  where proname = 'requeue' and pronamespace = quote_ident(current_schema())::regnamespace;
  if position(known in definition) = 0 then
    raise exception 'The function requeue is not the one that this migration knows.';
  end if;
  execute replace(definition, known,
                  $text$now(), case when m.priority < 0 then m.priority + 101 else m.priority end,$text$);
end $$;
