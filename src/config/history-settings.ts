import { KEPT_DAYS_MAX } from '../domain/keeping.ts';
import { optional, setting } from './setting.ts';
import { wholeNumber } from './value-kinds.ts';

/** How long is kept what happened, and what was counted of it. */
export const HISTORY_SETTINGS = {
  POSTHORN_RETENTION_DAYS: setting({
    section: 'History',
    kind: wholeNumber(1, KEPT_DAYS_MAX),
    fallback: 30,
    description: 'Days that events, finished deliveries and attempts are kept.',
  }),
  POSTHORN_EVENT_DATA_DAYS: optional({
    section: 'History',
    kind: wholeNumber(1, KEPT_DAYS_MAX),
    fallbackNote: '`POSTHORN_RETENTION_DAYS`',
    description:
      'Days after which the data of events is taken out of their rows, but for what a live delivery needs; not more than `POSTHORN_RETENTION_DAYS`.',
  }),
  POSTHORN_ATTEMPT_DATA_DAYS: optional({
    section: 'History',
    kind: wholeNumber(1, KEPT_DAYS_MAX),
    fallbackNote: '`POSTHORN_RETENTION_DAYS`',
    description:
      'Days after which headers and bodies are taken out of attempts; not more than `POSTHORN_RETENTION_DAYS`.',
  }),
  POSTHORN_MAX_AGE_DAYS: setting({
    section: 'History',
    kind: wholeNumber(1, 365),
    fallback: 14,
    description:
      'Days after which a delivery is given up as expired, paused ones included; not more than `POSTHORN_RETENTION_DAYS`.',
  }),
  POSTHORN_STATS_MINUTES_DAYS: setting({
    section: 'History',
    kind: wholeNumber(2, 365),
    fallback: 7,
    description: 'Days that the statistics of each minute are kept.',
  }),
  POSTHORN_STATS_HOURS_DAYS: setting({
    section: 'History',
    kind: wholeNumber(2, 3_650),
    fallback: 90,
    description:
      'Days that the statistics of each hour are kept; not less than `POSTHORN_STATS_MINUTES_DAYS`.',
  }),
  POSTHORN_STATS_DAYS_DAYS: setting({
    section: 'History',
    kind: wholeNumber(2, 36_500),
    fallback: 730,
    description: 'Days that the statistics of each day are kept; not less than `POSTHORN_STATS_HOURS_DAYS`.',
  }),
} as const;
