import type { InstallationKept, TenantKept } from '../../../api/retention.ts';

/** What each kind is, in words: one that is missing here does not compile. */
export const KIND_NAMES: Readonly<Record<TenantKept['kind'] | InstallationKept['kind'], string>> = {
  events: 'Events',
  event_data: 'Data of events',
  deliveries: 'Finished deliveries and their attempts',
  attempt_data: 'Headers and bodies of attempts',
  attempts: 'Attempts',
  minute_statistics: 'Statistics by minute',
  hour_statistics: 'Statistics by hour',
  day_statistics: 'Statistics by day',
  idempotency_keys: 'Idempotency keys',
  ingest_errors: 'What Redis brought that was no event',
  replays: 'Replays',
  audit_log: 'Audit log',
};
