import { adviceOn, ERROR_TYPES } from '../domain/error-types.ts';
import type { ExchangeJson, HeadersJson } from './exchange-answers.ts';

/** Names and values in the order in which they went over the wire. */
type HeaderList = readonly (readonly [name: string, value: string])[];

/** One request that Posthorn made, and what came back. */
export interface ShownExchange<Outcome extends string = ExchangeJson['outcome']> {
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: Outcome;
  readonly responseStatus: number | null;
  readonly responseHeaders: HeaderList | null;
  readonly responseBodyText: string | null;
  readonly responseBodyTruncated: boolean;
  /** With what must not be shown masked already. */
  readonly requestHeaders: HeaderList;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  /** Milliseconds; null for a stage that did not end or, on a reused connection, did not happen. */
  readonly timings: {
    readonly dnsMs: number | null;
    readonly connectMs: number | null;
    readonly tlsMs: number | null;
    readonly firstByteMs: number | null;
    readonly totalMs: number | null;
  };
}

export function toExchangeJson<Outcome extends string>(
  exchange: ShownExchange<Outcome>,
): Omit<ExchangeJson, 'outcome'> & { readonly outcome: Outcome } {
  const { responseHeaders, timings } = exchange;
  return {
    number: exchange.number,
    started_at: exchange.startedAt.toISOString(),
    duration_ms: exchange.durationMs,
    outcome: exchange.outcome,
    response_status: exchange.responseStatus,
    response_headers: responseHeaders === null ? null : toHeadersJson(responseHeaders),
    response_body: exchange.responseBodyText,
    response_body_truncated: exchange.responseBodyTruncated,
    request_headers: toHeadersJson(exchange.requestHeaders),
    error_type: exchange.errorType,
    error_message: exchange.errorMessage,
    advice: adviceOn(
      ERROR_TYPES.find((type) => type === exchange.errorType) ?? null,
      exchange.responseStatus,
    ),
    timings: {
      dns_ms: timings.dnsMs,
      connect_ms: timings.connectMs,
      tls_ms: timings.tlsMs,
      first_byte_ms: timings.firstByteMs,
      total_ms: timings.totalMs,
    },
  };
}

function toHeadersJson(headers: HeaderList): HeadersJson {
  const joined = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const before = joined.get(key);
    joined.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(joined);
}
