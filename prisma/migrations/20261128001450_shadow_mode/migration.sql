-- A webhook in shadow mode is sent nothing: what would have been sent is kept as an attempt, with which its delivery ends.
alter table webhooks
  add column mode text not null default 'live',
  add constraint webhooks_mode_known check (mode in ('live', 'shadow'));

-- Not validated, here and below: no row of before can break them, and the scan of a whole history would stop all work.
alter table finished_deliveries
  drop constraint finished_deliveries_status_final,
  add constraint finished_deliveries_status_final
    check (status in ('delivered', 'dead_letter', 'cancelled', 'shadowed')) not valid,
  add constraint finished_deliveries_shadowed_by_attempt check (status <> 'shadowed' or attempt_count > 0) not valid;

-- Of a request that was made, the body can be rendered again; of one that was not, it is all that there is to see.
alter table attempts
  add column request_body bytea,
  add column request_body_bytes integer,
  add constraint attempts_shadow_unanswered check (outcome <> 'shadowed' or response_status is null) not valid,
  add constraint attempts_request_body_of_shadow
    check ((outcome = 'shadowed') = (request_body_bytes is not null) and (request_body is null or outcome = 'shadowed')) not valid,
  add constraint attempts_request_body_bounds check (octet_length(request_body) <= 65536 and request_body_bytes >= 0) not valid;

-- What was shadowed can be sent after all, once its webhook is live. All else of the function stays as it is, its rights too.
do $$
declare
  known constant text := $list$array['retrying', 'dead_letter', 'cancelled', 'delivered']$list$;
  definition text;
begin
  select pg_get_functiondef(oid) into strict definition from pg_proc
  where proname = 'requeue' and pronamespace = quote_ident(current_schema())::regnamespace;
  if position(known in definition) = 0 then
    raise exception 'The function requeue is not the one that this migration knows.';
  end if;
  execute replace(definition, known, rtrim(known, ']') || $list$, 'shadowed']$list$);
end $$;
