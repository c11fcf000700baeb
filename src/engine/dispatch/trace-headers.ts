import type { TraceContext } from '../../domain/trace-context.ts';
import type { SignedRequest } from './render-request.ts';

const NAMES = ['traceparent', 'tracestate'];

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
