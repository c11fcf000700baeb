-- The test sends of each tenant in the minute that began with the first of them, so that every process counts the same.
create table test_send_counts (
  tenant_id uuid not null,
  began_at timestamptz not null,
  sends integer not null,
  constraint test_send_counts_pkey primary key (tenant_id),
  constraint test_send_counts_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint test_send_counts_positive check (sends > 0)
) with (fillfactor = 50);
