import { PAYLOAD_BYTES_MAX, QUOTA_MAX } from '../domain/quotas.ts';
import { optional } from './setting.ts';
import { wholeNumber } from './value-kinds.ts';

/** What tenants and callers are held to; nothing unless it is set. */
export const LIMIT_SETTINGS = {
  POSTHORN_API_RATE_LIMIT: optional({
    section: 'Limits',
    kind: wholeNumber(1, 100_000),
    fallbackNote: 'no limit',
    description:
      'Requests to the API that a key or token may make in a second, and an address that has none that is good; each process counts on its own.',
  }),
  POSTHORN_API_RATE_BURST: optional({
    section: 'Limits',
    kind: wholeNumber(1, 1_000_000),
    fallbackNote: 'none',
    description: 'Requests beyond `POSTHORN_API_RATE_LIMIT` that each may make in ten seconds.',
  }),
  POSTHORN_QUOTA_WEBHOOKS: optional({
    section: 'Limits',
    kind: wholeNumber(0, QUOTA_MAX),
    fallbackNote: 'no limit',
    description: 'Webhooks that a tenant without a quota of its own may have.',
  }),
  POSTHORN_QUOTA_EVENTS_PER_MINUTE: optional({
    section: 'Limits',
    kind: wholeNumber(0, QUOTA_MAX),
    fallbackNote: 'no limit',
    description: 'Events that a tenant without a quota of its own may publish in a minute.',
  }),
  POSTHORN_QUOTA_LIVE_DELIVERIES: optional({
    section: 'Limits',
    kind: wholeNumber(0, QUOTA_MAX),
    fallbackNote: 'no limit',
    description:
      'Deliveries that a tenant without a quota of its own may have waiting or under way; beyond it publishing is answered `queue_full`.',
  }),
  POSTHORN_QUOTA_PAYLOAD_BYTES: optional({
    section: 'Limits',
    kind: wholeNumber(1, PAYLOAD_BYTES_MAX),
    fallbackNote: '1 MiB',
    description: 'Bytes that the data of one event may have, of a tenant without a quota of its own.',
  }),
} as const;
