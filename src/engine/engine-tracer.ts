import type { ErrorType } from '../domain/error-types.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Outcome } from '../domain/outcomes.ts';
import type { TraceContext } from '../domain/trace-context.ts';

/** What is told of an event as it is published: never its data. */
export interface TracedEvent {
  readonly tenantId: Uuid;
  readonly type: string;
  /** Whose trace it came in. */
  readonly trace: TraceContext | null;
}

/** One publish, until it is stored or has failed: exactly one of the two ends it. */
export interface PublishSpans {
  /** One an event, in their order: kept with it, and what its attempts go on from. */
  readonly contexts: readonly TraceContext[];
  end(events: readonly { readonly id: Uuid; readonly isReplayed: boolean }[]): void;
  fail(error: unknown): void;
}

/** What is known of an attempt before its request. */
export interface TracedAttempt {
  readonly tenantId: Uuid;
  readonly webhookId: Uuid;
  readonly deliveryId: Uuid;
  readonly eventId: Uuid;
  readonly eventType: string;
  /** What the event was kept with. */
  readonly trace: TraceContext | null;
  /** From 1. */
  readonly number: number;
  readonly url: string;
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly responseStatus: number | null;
  /** Null where it succeeded. */
  readonly errorType: ErrorType | null;
  readonly outcome: Outcome['kind'];
}

export interface AttemptSpan {
  /** What the request tells its receiver to go on from. */
  readonly context: TraceContext;
  end(end: AttemptEnd): void;
}

/** Records what the engine does, for whoever follows a trace through several systems. No method may throw or wait. */
export interface EngineTracer {
  startPublish(events: readonly TracedEvent[]): PublishSpans;
  startAttempt(attempt: TracedAttempt): AttemptSpan;
}
