import { randomBytes } from 'node:crypto';
import { withParent, type TraceContext } from '../../domain/trace-context.ts';
import type { SignedRequest } from './render-request.ts';

const SPAN_ID_BYTES = 8;
const NO_SPAN = '0'.repeat(2 * SPAN_ID_BYTES);
const NAMES = ['traceparent', 'tracestate'];

/**
 * What an attempt that nobody records tells its receiver: the trace goes on, with an id of the attempt's own for a parent
 * (W3C Trace Context, section 3.5).
 */
export function goOn(trace: TraceContext): TraceContext {
  let spanId = NO_SPAN;
  while (spanId === NO_SPAN) spanId = randomBytes(SPAN_ID_BYTES).toString('hex');
  return withParent(trace, spanId);
}

/**
 * Adds a trace to a request that is rendered and signed: no signature covers it, so that a format's bytes stay what they
 * are. A header of the same name that the format or the webhook sets itself goes before.
 */
export function withTraceHeaders<Request extends SignedRequest>(
  signed: Request,
  { traceparent, tracestate }: TraceContext,
): Request {
  const { request, shownHeaders } = signed;
  if (request.headers.some(([name]) => NAMES.includes(name.toLowerCase()))) return signed;
  const added: [string, string][] = [['traceparent', traceparent]];
  if (tracestate !== null) added.push(['tracestate', tracestate]);
  return {
    ...signed,
    request: { ...request, headers: [...request.headers, ...added] },
    shownHeaders: [...shownHeaders, ...added],
  };
}
