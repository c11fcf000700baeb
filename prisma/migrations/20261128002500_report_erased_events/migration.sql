-- What an event's row has told since the view was made: why it goes to nobody, and when its payload was erased.
do $$
declare
  report text := current_schema() || '_report';
begin
  execute format($v$
    create or replace view %I.events as
    select e.id, e.tenant_id, e.type, e.occurred_at, e.created_at, e.priority, e.deliver_at, e.expires_at, e.tags, e.cancelled_at,
           octet_length(e.data::text) as payload_bytes, e.refusal ->> 'reason' as refusal_reason, e.erased_at
    from events e$v$, report);
end $$;
