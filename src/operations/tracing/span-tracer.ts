import {
  createTraceState,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace as traces,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { toPublicId } from '../../domain/ids.ts';
import { toTraceContext, traceIdsOf, type TraceContext } from '../../domain/trace-context.ts';
import { errorCode } from '../../engine/database-errors.ts';
import type {
  AttemptSpan,
  EngineTracer,
  PublishSpans,
  TracedAttempt,
  TracedEvent,
} from '../../engine/engine-tracer.ts';
import { attemptAttributes, attemptEndAttributes, publishAttributes } from './span-attributes.ts';

/** The events of a publish that go on from one context share a span. */
interface PublishSpan {
  readonly span: Span;
  readonly context: TraceContext;
  readonly count: number;
}

/** What the engine does, as spans of OpenTelemetry: `publish` in its producer's trace, and below it each `attempt`. */
export class SpanTracer implements EngineTracer {
  constructor(private readonly tracer: Tracer) {}

  startPublish(events: readonly TracedEvent[]): PublishSpans {
    const spans = new Map<string, PublishSpan>();
    for (const [key, together] of groupByTrace(events)) spans.set(key, this.startPublishSpan(together));
    const ofEvents = events.map((event) => spans.get(keyOf(event)));
    const all = [...spans.values()];
    return {
      contexts: ofEvents.flatMap((one) => one?.context ?? []),
      end: (published) => {
        for (const [index, { id }] of published.entries()) {
          const one = ofEvents[index];
          if (one?.count === 1) one.span.setAttribute('messaging.message.id', toPublicId('event', id));
        }
        for (const { span } of all) span.end();
      },
      fail: (error) => {
        for (const { span } of all) {
          span.setAttribute(ATTR_ERROR_TYPE, nameOf(error));
          span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        }
      },
    };
  }

  startAttempt(attempt: TracedAttempt): AttemptSpan {
    const span = this.tracer.startSpan(
      'attempt',
      { kind: SpanKind.CLIENT, attributes: attemptAttributes(attempt) },
      parentOf(attempt.trace),
    );
    return {
      context: contextOf(span),
      end: (end) => {
        span.setAttributes(attemptEndAttributes(end));
        if (end.errorType !== null) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  private startPublishSpan(events: readonly TracedEvent[]): PublishSpan {
    const span = this.tracer.startSpan(
      'publish',
      { kind: SpanKind.PRODUCER, attributes: publishAttributes(events) },
      parentOf(events[0]?.trace ?? null),
    );
    return { span, context: contextOf(span), count: events.length };
  }
}

function keyOf({ trace }: TracedEvent): string {
  return trace === null ? '' : `${trace.traceparent} ${trace.tracestate ?? ''}`;
}

function groupByTrace(events: readonly TracedEvent[]): Map<string, TracedEvent[]> {
  const groups = new Map<string, TracedEvent[]>();
  for (const event of events) {
    const key = keyOf(event);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  }
  return groups;
}

function parentOf(trace: TraceContext | null): Context {
  if (trace === null) return ROOT_CONTEXT;
  const { traceId, spanId, flags: traceFlags } = traceIdsOf(trace);
  const { tracestate } = trace;
  return traces.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags,
    isRemote: true,
    ...(tracestate !== null && { traceState: createTraceState(tracestate) }),
  });
}

function contextOf(span: Span): TraceContext {
  const { traceId, spanId, traceFlags: flags, traceState } = span.spanContext();
  const tracestate = traceState?.serialize() ?? '';
  return toTraceContext({ traceId, spanId, flags }, tracestate === '' ? null : tracestate);
}

/** Never its message, which may tell of data. */
function nameOf(error: unknown): string {
  return errorCode(error) ?? (error instanceof Error ? error.name : 'unknown');
}
