/** Why an attempt failed, as the API shows it. `http_status` is given by whoever classifies a received status. */
export const ERROR_TYPES = [
  'network_error',
  'timeout_error',
  'tls_error',
  'dns_error',
  'refused_address',
  'invalid_response',
  'http_status',
  'interrupted',
  'unknown_error',
] as const;

export type ErrorType = (typeof ERROR_TYPES)[number];
