/*
 * What is held back now, for readers: derived from the view `webhook_holds`, never written to the deliveries. A claim looks
 * every 50 ms and may be slow, so a hold counts for a second beyond its time: it would flicker with each token otherwise.
 */
const STANDS = "> now() - interval '1 second'";

/** The ids of webhooks of which nothing new leaves now: held to a rate, or failing. */
export const HELD_WEBHOOKS = `(
  select webhook_id from webhook_holds
  where probe_at is not null or tokens_until ${STANDS} or hour_until ${STANDS})`;

/**
 * Whether a row of the queue is held back by its webhook's own limit. Each list is read once a statement.
 * @param tenant a condition on `tenant_id`
 */
export function isRateLimited(tenant: string): string {
  const held = (until: string): string =>
    `webhook_id in (select webhook_id from webhook_holds where ${tenant} and ${until} ${STANDS})`;
  return `(ready and (${held('tokens_until')} or attempt_count = attempts_before and ${held('hour_until')}))`;
}

/** The status to show of a row `d` of the queue, beside its webhook's hold `h`. */
export const SHOWN_STATUS = `case when d.ready and (h.tokens_until ${STANDS} or d.attempt_count = d.attempts_before and h.hour_until ${STANDS})
      then 'rate_limited' else d.status::text end`;

/** When a row `d` that waits can leave at the earliest, by all that is known of its webhook. */
export const NEXT_RETRY_AT = `case when d.status <> 'in_progress' then
      greatest(d.next_attempt_at, h.tokens_until, case when d.attempt_count = d.attempts_before then h.hour_until end, h.probe_at) end`;
