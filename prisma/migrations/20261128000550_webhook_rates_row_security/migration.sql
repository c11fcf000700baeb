-- What is left of a webhook's limit, and its breaker, are its tenant's as its secrets are. The condition is one that is
-- never hashed: claims read both tables, and an EXISTS would put a scan of all webhooks into their plan.
do $$
declare
  of_webhook constant text :=
    $p$(select nullif(current_setting('posthorn.tenant', true), '')) = '*'
       or (select w.id from webhooks w where w.id = webhook_id) is not null$p$;
  table_name text;
begin
  foreach table_name in array array['webhook_buckets', 'webhook_breakers'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy tenant_rows on %I using (%s) with check (%s)', table_name, of_webhook, of_webhook);
  end loop;
end $$;
