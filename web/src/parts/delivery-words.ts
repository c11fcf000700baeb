import type { Delivery } from '../api/deliveries.ts';
import { ERROR_NAMES } from '../ui/error-names.ts';

const REASONS: Readonly<Record<string, string>> = {
  exhausted: 'All of its attempts have failed.',
  final_status: 'The receiver answered with a status that is not tried again.',
  expired: 'Its time was over before it could be delivered.',
  webhook_disabled: 'Its webhook was disabled.',
  crashed: 'Its attempts have ended processes of Posthorn again and again.',
  unrecordable: 'The result of its attempt could not be recorded.',
  unreadable: 'The data of its event could not be read.',
  unrenderable: 'The wire format of its webhook cannot carry the event.',
  webhook_deleted: 'Its webhook was deleted.',
  event_erased: 'The data of its event was erased.',
  cancelled_by_request: 'It was cancelled by request.',
  shadow_mode: 'Its webhook was in shadow mode: nothing was sent.',
};

/** Why a delivery ended without success, in a sentence; a reason that is newer than this page by its name. */
export function reasonInWords(reason: string): string {
  return REASONS[reason] ?? reason;
}

/** How its last attempt ended, in a few letters; null before there was one. */
export function lastResult({
  last_response_status: status,
  last_error_type: errorType,
}: Pick<Delivery, 'last_response_status' | 'last_error_type'>): string | null {
  if (status !== null && (errorType === null || errorType === 'http_status')) return String(status);
  return errorType === null ? null : ERROR_NAMES[errorType];
}

/** What waits can be cancelled. */
export function isWaiting({ status }: Pick<Delivery, 'status'>): boolean {
  return status === 'pending' || status === 'retrying' || status === 'rate_limited';
}
