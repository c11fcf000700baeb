import type { OutboundRequest } from '../../../src/engine/transport/transport.ts';

/** A request with a small body and a deadline that a healthy receiver never meets. */
export function requestTo(url: string, changes: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    url,
    headers: [['content-type', 'application/json']],
    body: Buffer.from('{"id":1}'),
    timeoutMs: 10_000,
    ...changes,
  };
}
