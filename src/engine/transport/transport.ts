import type { ErrorType } from '../../domain/error-types.ts';

/** One request. Nothing of its answer decides where a second one would go. */
export interface OutboundRequest {
  /** POST unless said: what is delivered is posted, and only the operator's own addresses are read. */
  method?: 'GET' | 'POST';
  /** Canonical, from `parseWebhookUrl`. */
  url: string;
  /** Sent in this order as they are; framing headers are the transport's own. Names and values are already vetted. */
  headers: readonly (readonly [name: string, value: string])[];
  /** Sent byte for byte; must not change before the send ends. */
  body: Buffer;
  /** One wall-clock deadline over name, connection, TLS, headers and body; 1 to 2^31 - 1. */
  timeoutMs: number;
  /** Kept of the response body; the transport's own bound unless said. */
  bodyBytesMax?: number;
  /** Ends the send as `interrupted` and destroys its socket, unless a status has been received. */
  signal?: AbortSignal;
  /** Asked in the moment before the request goes on the wire, once it has a connection; where false it ends as `interrupted`. */
  mayBegin?: () => boolean;
}

/** Durations; null for a stage that did not end or, on a reused connection, did not happen. */
export interface AttemptTimings {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  /** From the start of the send to the first byte of the final response. */
  firstByteMs: number | null;
  totalMs: number;
}

export interface TransportResult {
  /** Of the final response; null when none was received. */
  status: number | null;
  /** As received: order, case and repetitions kept, values as latin1 (RFC 9110 §5.5). */
  headers: readonly (readonly [name: string, value: string])[];
  /** The first `bodyBytesMax` bytes, never decompressed. */
  body: Buffer;
  /** Whether the receiver meant to send more than was kept: past the cap, the deadline or a broken connection. */
  isBodyTruncated: boolean;
  /** Null once a status was received, whatever the status and whatever the body did afterwards. */
  errorType: ErrorType | null;
  /** A public sentence that never names an address. Null exactly when `errorType` is. */
  errorMessage: string | null;
  timings: AttemptTimings;
}

export interface Transport {
  /** Puts at most one request on the wire, never follows a redirect, and never throws or rejects. */
  send(request: OutboundRequest): Promise<TransportResult>;
  /** Ends open sends as `interrupted` and destroys every socket; sends that come later are `interrupted` too. */
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Ranges in CIDR notation opened on purpose beside global unicast; cloud metadata stays refused. */
  allowedNetworks: readonly string[];
  /** `address`, `address:port` or `[IPv6]:port`; the operating system's servers when absent or empty. */
  dnsServers?: readonly string[];
  /** For one name, both families; 5,000 unless said. The request's own deadline may be shorter. */
  dnsTimeoutMs?: number;
  /** Kept of a response body; 16,384 unless said. */
  bodyBytesMax?: number;
  /** Origins with open connections before idle ones are closed, least recently used first; 1,000 unless said. */
  originsMax?: number;
  /** Further sends to the origin wait, within their deadline; 2,000 unless said. */
  connectionsPerOrigin?: number;
}
