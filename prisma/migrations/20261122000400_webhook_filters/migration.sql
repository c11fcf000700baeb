-- Null is no filter and no limit. What stands inside is checked by the API, which compiles it; here only its form is.
alter table webhooks
  add column filter jsonb,
  add column rate_limit jsonb,
  add constraint webhooks_filter_form check (jsonb_typeof(filter) = 'object'),
  add constraint webhooks_rate_limit_form check (jsonb_typeof(rate_limit) = 'object');
