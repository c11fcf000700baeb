-- A tenant's part of the queue, newest first, whatever else waits there (docs/decisions/0035-queue-by-tenant.md).
create index live_deliveries_page on live_deliveries (tenant_id, id desc);
