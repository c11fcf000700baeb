/** Why an attempt failed, as the API shows it. `http_status` is given by whoever classifies a received status. */
export const ERROR_TYPES = [
  'network_error',
  'timeout_error',
  'tls_error',
  'dns_error',
  'refused_address',
  'invalid_response',
  'http_status',
  'render_error',
  'interrupted',
  'unknown_error',
] as const;

export type ErrorType = (typeof ERROR_TYPES)[number];

/** What each says, for docs/errors.md. */
export const ERROR_TYPE_MEANINGS: Readonly<Record<ErrorType, string>> = {
  network_error: 'The connection could not be made, or broke before an answer came.',
  timeout_error: 'No answer came within `timeout_ms`.',
  tls_error: 'The TLS handshake failed, most often over the receiver’s certificate.',
  dns_error: 'The host name could not be resolved.',
  refused_address:
    'The URL leads to an address that Posthorn does not send to; see `POSTHORN_ALLOWED_NETWORKS`.',
  invalid_response: 'What came back is not HTTP, or its headers are too large.',
  http_status: 'The receiver answered with a status other than 2xx.',
  render_error:
    'The webhook’s wire format cannot carry the event, such as a line break in what becomes a header; nothing was sent.',
  interrupted: 'Posthorn stopped during the attempt; it is made again and not counted.',
  unknown_error: 'None of these; the log of Posthorn tells more.',
};

/** What to do about each: a sentence for whoever owns the webhook. */
export const ERROR_TYPE_ADVICE: Readonly<Record<ErrorType, string>> = {
  network_error: 'Check that the receiver is running and that a firewall lets Posthorn reach its port.',
  timeout_error: 'Have the receiver answer first and work afterwards, or raise the webhook’s `timeout_ms`.',
  tls_error:
    'Check that the receiver’s certificate is valid, names this host and comes with its intermediate certificates.',
  dns_error: 'Check the host name in the URL, and that it has a public DNS record.',
  refused_address:
    'Use an address that is reachable from the internet, or have the operator open the network in `POSTHORN_ALLOWED_NETWORKS`.',
  invalid_response:
    'Check that the URL leads to an HTTP server, by the scheme and port that it speaks, and that its answer has few headers.',
  http_status: 'Look in the response, and in the receiver’s log at that time, for why it did not answer 2xx.',
  render_error:
    'Change the webhook’s `format`, or publish the event without what the format cannot carry; trying again fails again.',
  interrupted: 'Nothing has to be done: the attempt is made again.',
  unknown_error: 'Look for the attempt’s id and time in the log of Posthorn.',
};

/** Statuses that say more than that they are not 2xx; a class of them by its first digit. */
const STATUS_ADVICE: Readonly<Record<string, string>> = {
  3: 'Set the webhook’s `url` to where the receiver redirects to: redirects are not followed.',
  4: 'The receiver refuses the request: look in its answer for what it misses, then retry the delivery.',
  5: 'The receiver failed: look in its log at that time; the delivery can be retried once it is mended.',
  401: 'The receiver does not accept the credentials: check the webhook’s `headers` and its secret.',
  403: 'The receiver does not accept the credentials: check the webhook’s `headers` and its secret.',
  404: 'The receiver knows no such address: check the path of the webhook’s `url`.',
  405: 'The receiver takes no POST at this address: check the path of the webhook’s `url`.',
  410: 'The receiver wants no more of these: delete the webhook, or set its `url` to a new address.',
  413: 'The receiver takes no body of this size: raise its limit, or publish smaller events.',
  429: 'The receiver is asked too often: set the webhook’s `rate_limit` to what it can take.',
};

/**
 * What to do about a failed attempt, in one sentence; null where nothing failed.
 * @param status of the answer, null where none came
 */
export function adviceOn(errorType: ErrorType | null, status: number | null): string | null {
  if (errorType === null) return null;
  if (errorType !== 'http_status' || status === null) return ERROR_TYPE_ADVICE[errorType];
  const ofClass = STATUS_ADVICE[String(Math.floor(status / 100))];
  return STATUS_ADVICE[String(status)] ?? ofClass ?? ERROR_TYPE_ADVICE[errorType];
}
