-- When what waited of an event was cancelled by request. Of a scheduled event that had no delivery yet, nothing else tells it.
alter table events add column cancelled_at timestamptz;

-- What ends by its own time to live is found by it, a webhook paused or not. Rows that never expire are not in it.
create index live_deliveries_expiry on live_deliveries (expires_at) where expires_at is not null;
