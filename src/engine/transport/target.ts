import { SendFailure } from './send-failure.ts';

/** The one parse of a URL from which everything is taken: what is judged, dialled, named in TLS and asked for. */
export interface Target {
  /** Scheme, host and port. */
  readonly origin: string;
  /** As `URL.hostname` gives it: IPv6 in brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** Path and query. */
  readonly path: string;
}

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/** @throws SendFailure for what `parseWebhookUrl` would not have let through */
export function parseTarget(text: string): Target {
  const url = parseUrl(text);
  const isSecure = url.protocol === 'https:';
  if ((!isSecure && url.protocol !== 'http:') || url.username !== '' || url.password !== '') {
    throw unusableUrl();
  }
  const defaultPort = isSecure ? HTTPS_PORT : HTTP_PORT;
  return {
    origin: url.origin,
    hostname: url.hostname,
    port: url.port === '' ? defaultPort : Number(url.port),
    isSecure,
    path: url.pathname + url.search,
  };
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (error) {
    throw unusableUrl(error);
  }
}

function unusableUrl(cause?: unknown): SendFailure {
  return new SendFailure('unknown_error', 'The URL is not an http or https URL without credentials.', cause);
}
