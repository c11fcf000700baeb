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
