-- In whose trace an event was published (W3C Trace Context): every attempt of it is sent on in the same one.
-- Not validated: no row of before can break it, and the scan of a whole history would stop all work.
alter table events
  add column traceparent text,
  add column tracestate text,
  add constraint events_traceparent_form
    check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$') not valid,
  add constraint events_tracestate_bounds
    check (tracestate is null or (traceparent is not null and length(tracestate) between 1 and 512)) not valid;
