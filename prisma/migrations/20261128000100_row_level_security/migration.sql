-- Behind the conditions of the API's queries: whose rows a transaction sees, it says in posthorn.tenant, a tenant's id or,
-- for the engine and for administrators, '*'. Where nothing is said, no row is there, for the owner neither (FORCE).
-- A subquery, so that the setting is read once a statement and not once a row. A text is compared, since '*' is no uuid;
-- the queries' own conditions are what finds rows by an index.
do $$
declare
  own constant text := $p$(select nullif(current_setting('posthorn.tenant', true), '')) in ('*', %s::text)$p$;
  -- Those without a tenant of their own have their webhook's: its policy is what this asks. Not EXISTS, which the planner
  -- may answer from a list of all webhooks, read from end to end; a scalar is looked up by the primary key.
  of_webhook constant text :=
    $p$(select nullif(current_setting('posthorn.tenant', true), '')) = '*'
       or (select w.id from webhooks w where w.id = webhook_id) is not null$p$;
  policy record;
begin
  for policy in
    select * from (values
      ('tenants', format(own, 'id')),
      ('webhooks', format(own, 'tenant_id')),
      ('webhook_secrets', of_webhook),
      ('webhook_states', of_webhook),
      ('event_types', format(own, 'tenant_id')),
      ('api_keys', format(own, 'tenant_id')),
      ('subscription_versions', format(own, 'tenant_id')),
      ('idempotency_keys', format(own, 'tenant_id'))) as p(table_name, condition)
  loop
    execute format('alter table %I enable row level security', policy.table_name);
    execute format('alter table %I force row level security', policy.table_name);
    execute format('create policy tenant_rows on %I using (%s) with check (%s)', policy.table_name, policy.condition,
                   policy.condition);
  end loop;
end $$;
