import type { Schemas } from '../api/client.ts';

export type ErrorType = NonNullable<Schemas['Attempt']['error_type']>;

/** What went wrong with an attempt, for people; one that is missing here does not compile. */
export const ERROR_NAMES: Readonly<Record<ErrorType, string>> = {
  http_status: 'Refused by its status',
  timeout_error: 'No answer in time',
  network_error: 'Network failure',
  dns_error: 'Unknown host',
  tls_error: 'TLS failure',
  refused_address: 'Address not allowed',
  invalid_response: 'Unreadable answer',
  render_error: 'Could not be rendered',
  interrupted: 'Interrupted',
  unknown_error: 'Unknown failure',
};

/** `HTTP 503`, `No answer in time`; null where nothing was tried. */
export function failureName(errorType: ErrorType | null, status: number | null): string | null {
  if (errorType === null) return status === null ? null : `HTTP ${String(status)}`;
  return errorType === 'http_status' && status !== null ? `HTTP ${String(status)}` : ERROR_NAMES[errorType];
}
