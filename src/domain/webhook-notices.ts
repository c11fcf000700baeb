import type { BreakerChange } from './breaker.ts';
import { RESERVED_TYPE_PREFIX } from './matching.ts';

/** What changes a webhook's state without its owner; `idle`: nothing has been sent to it for so long as its dialect allows. */
export type WebhookChange = BreakerChange | 'idle';

/** Why a webhook is failing, or disabled, as its `state_reason` says. */
export const FAILING_REASON = 'no_success';
export const DISABLED_REASONS = { disable: 'failing_too_long', gone: 'gone', idle: 'idle' } as const;
export type DisablingChange = keyof typeof DISABLED_REASONS;

/** The event of its tenant that tells of each change. */
const NOTICES = {
  open: { type: 'posthorn.webhook.failing', state: 'failing', reason: FAILING_REASON },
  heal: { type: 'posthorn.webhook.recovered', state: 'active', reason: null },
  disable: { type: 'posthorn.webhook.disabled', state: 'disabled', reason: DISABLED_REASONS.disable },
  gone: { type: 'posthorn.webhook.disabled', state: 'disabled', reason: DISABLED_REASONS.gone },
  idle: { type: 'posthorn.webhook.disabled', state: 'disabled', reason: DISABLED_REASONS.idle },
} as const satisfies Record<WebhookChange, { type: string; state: string; reason: string | null }>;

const NOTICE_PREFIX = 'posthorn.webhook.';

/** Whose change is told. */
export interface NoticeSubject {
  readonly publicId: string;
  readonly uid: string | null;
  readonly name: string;
  /** Milliseconds since 1970; null where it was not failing before. */
  readonly failingSince: number | null;
}

export interface Notice {
  readonly type: string;
  /** JSON text. */
  readonly data: string;
}

export function noticeOf(change: WebhookChange, subject: NoticeSubject): Notice {
  const { type, state, reason } = NOTICES[change];
  const failingSince = subject.failingSince === null ? null : new Date(subject.failingSince).toISOString();
  const data = {
    webhook_id: subject.publicId,
    webhook_uid: subject.uid,
    webhook_name: subject.name,
    state,
    reason,
    failing_since: failingSince,
  };
  return { type, data: JSON.stringify(data) };
}

/** Whether an event tells of a webhook. */
export function isNotice(type: string): boolean {
  return type.startsWith(NOTICE_PREFIX);
}

/** Posthorn's own events: what becomes of their deliveries raises no further ones. */
export function isOwnType(type: string): boolean {
  return type.startsWith(RESERVED_TYPE_PREFIX);
}

/** The public id of the webhook that a notice tells of: it does not get it, since that is what cannot be reached. */
export function subjectOf(type: string, data: string): string | null {
  if (!isNotice(type)) return null;
  const parsed = JSON.parse(data) as { readonly webhook_id?: string } | null;
  return parsed?.webhook_id ?? null;
}
