import { performance } from 'node:perf_hooks';
import type { Clock } from '../../domain/clock.ts';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import { isSuccess } from '../../domain/outcomes.ts';
import { traceIdOf } from '../../domain/trace-context.ts';
import { isOwnType } from '../../domain/webhook-notices.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { AttemptSpan, EngineTracer } from '../engine-tracer.ts';
import type { SubscriptionCache } from '../fan-out/subscription-cache.ts';
import type { TenantSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { Completion } from '../queue/completion.ts';
import type { Transport, TransportResult } from '../transport/transport.ts';
import { conclude, shadow } from './conclude.ts';
import { unrendered } from './exchange-record.ts';
import {
  prepare,
  type AttemptStart,
  type PreparedAttempt,
  type SettledDelivery,
  type UnrenderableAttempt,
} from './prepare.ts';
import type { Recorder } from './recorder.ts';
import type { InFlight, Slots } from './slots.ts';
import { withTraceHeaders } from './trace-headers.ts';

export interface AttemptRunnerParts {
  readonly subscriptions: SubscriptionCache;
  readonly transport: Transport;
  readonly recorder: Recorder;
  readonly slots: Pick<Slots, 'noteEnd'>;
  readonly ids: IdGenerator;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  /** Null where nobody records traces: what came with an event is sent on all the same. */
  readonly tracer: EngineTracer | null;
  /** Aborted when the process can wait no longer. */
  readonly signal: AbortSignal;
  readonly onRetryScheduled: (delayMs: number) => void;
  /** The receiver asks for no more requests. `isTold` unless it said so of one of Posthorn's own events. */
  readonly onGone: (webhookId: Uuid, isTold: boolean) => Promise<void>;
}

/** One attempt, from its lease to its record: prepare → send → conclude → record. */
export class AttemptRunner {
  constructor(private readonly parts: AttemptRunnerParts) {}

  async run(entry: InFlight): Promise<void> {
    const { tenantId, subscriptionVersion } = entry.delivery;
    const { subscriptions } = this.parts;
    const versionMin = subscriptionVersion ?? 0;
    const snapshot =
      subscriptions.peek(tenantId, versionMin) ?? (await subscriptions.get(tenantId, versionMin));
    const prepared = this.prepare(entry, snapshot);
    if (prepared.kind === 'settled') {
      await this.settle(prepared);
      return;
    }
    if (prepared.kind === 'unrenderable') {
      await this.record(prepared, unrendered(prepared.message), this.startSpan(prepared));
      return;
    }
    // Past its end, the lease may be another's.
    if (performance.now() >= entry.leaseEndsAt) {
      this.parts.observer.leaseLost();
      return;
    }
    if (prepared.webhook.isShadow) {
      await this.recordCompletion(prepared, shadow(withTrace(prepared, null), this.parts.ids.next()));
      return;
    }
    const span = this.startSpan(prepared);
    const traced = withTrace(prepared, span);
    entry.sentAt = performance.now();
    const lastLook = { isHeld: true };
    // A process may be paused, or cut off from the database, while it gets a connection.
    const mayBegin = (): boolean => (lastLook.isHeld = performance.now() < entry.leaseEndsAt);
    const result = await this.parts.transport.send({ ...traced.request, mayBegin });
    this.noteEnd(entry, result);
    if (!lastLook.isHeld) {
      this.parts.observer.leaseLost();
      span?.end({ responseStatus: null, errorType: result.errorType, outcome: 'released' });
      return;
    }
    await this.record(traced, result, span);
  }

  private startSpan({ delivery, webhook, number }: AttemptStart): AttemptSpan | null {
    const { tracer } = this.parts;
    if (tracer === null) return null;
    const { id: deliveryId, tenantId, webhookId, eventId, event } = delivery;
    const { type: eventType = '', trace = null } = event ?? {};
    const { url } = webhook;
    return tracer.startAttempt({ tenantId, webhookId, deliveryId, eventId, eventType, trace, number, url });
  }

  private async record(
    started: AttemptStart,
    result: TransportResult,
    span: AttemptSpan | null,
  ): Promise<void> {
    const completion = this.conclude(started, result);
    span?.end({
      responseStatus: result.status,
      errorType: completion.attempt?.errorType ?? null,
      outcome: completion.outcome.kind,
    });
    await this.recordCompletion(started, completion);
  }

  private async recordCompletion({ logged }: AttemptStart, completion: Completion): Promise<void> {
    const isHeld = await this.parts.recorder.record(completion);
    const { webhookId, event } = completion.delivery;
    if (isHeld && isDisabling(completion)) await this.parts.onGone(webhookId, !isOwnType(event?.type ?? ''));
    this.tell(completion, isHeld, logged);
  }

  /** Gives a delivery back untried: it is due at once, and nothing is counted. */
  async release({ delivery }: InFlight): Promise<void> {
    await this.settle({ kind: 'settled', delivery, outcome: { kind: 'released' } });
  }

  /** URL, secrets, headers and state are those of the version that stood at the claim, or newer (guarantee 5). */
  private prepare(
    { delivery }: InFlight,
    snapshot: TenantSnapshot,
  ): PreparedAttempt | UnrenderableAttempt | SettledDelivery {
    const { clock, signal } = this.parts;
    const { webhookId, subscriptionVersion } = delivery;
    // Without a version the tenant is gone, whatever is still remembered of its webhooks.
    const webhook = subscriptionVersion === null ? undefined : snapshot.webhooks.get(webhookId);
    return prepare(delivery, webhook, clock.now(), signal);
  }

  private noteEnd(entry: InFlight, { status, errorType, timings }: TransportResult): void {
    if (errorType === 'interrupted') return; // says nothing of the receiver
    this.parts.slots.noteEnd(entry, {
      durationMs: timings.totalMs,
      isTimeout: errorType === 'timeout_error',
      isSuccess: errorType === null && isSuccess(status),
    });
  }

  private async settle({ delivery, outcome, fault }: SettledDelivery): Promise<void> {
    await this.parts.recorder.record({ delivery, outcome, attemptsMax: null, attempt: null });
    const { id, webhookId: webhook } = delivery;
    if (fault === undefined) {
      this.parts.log.info({ delivery: id, webhook, outcome }, 'settled without a request');
    } else {
      this.parts.log.error({ delivery: id, webhook, outcome, fault }, 'cannot be sent by this process');
    }
  }

  private conclude(started: AttemptStart, result: TransportResult): Completion {
    const { ids, clock, random } = this.parts;
    return conclude(started, result, { attemptId: ids.next(), now: clock.now(), chance: random() });
  }

  /** After the record: the promoter learns when it is wanted, and the log gets one wide line an attempt. */
  private tell(
    { delivery, outcome, attempt, attemptsMax }: Completion,
    isHeld: boolean,
    logged?: AttemptStart['logged'],
  ): void {
    if (outcome.kind === 'retry') this.parts.onRetryScheduled(outcome.delayMs);
    this.parts.log.info(
      {
        ...logged,
        delivery: delivery.id,
        event: delivery.eventId,
        event_type: delivery.event?.type,
        webhook: delivery.webhookId,
        tenant: delivery.tenantId,
        trace: delivery.event?.trace ? traceIdOf(delivery.event.trace) : undefined,
        attempt: attempt?.number,
        max_attempts: attemptsMax,
        webhook_version: attempt?.webhookVersion,
        response_status: attempt?.responseStatus,
        error_type: attempt?.errorType,
        duration_ms: attempt?.durationMs,
        outcome: outcome.kind,
        reason: 'reason' in outcome ? outcome.reason : undefined,
        retry_in_ms: outcome.kind === 'retry' ? outcome.delayMs : undefined,
        stale: !isHeld,
      },
      'attempt',
    );
  }
}

/**
 * The trace of the attempt's span, or else that of its event, unchanged: a parent that nobody has recorded would cut the
 * receiver's spans off from those of the producer.
 */
function withTrace(prepared: PreparedAttempt, span: AttemptSpan | null): PreparedAttempt {
  const trace = prepared.delivery.event?.trace ?? null;
  const sent = span?.context ?? trace;
  return sent === null ? prepared : withTraceHeaders(prepared, sent);
}

function isDisabling({ outcome }: Completion): boolean {
  return outcome.kind === 'dead_letter' && outcome.disablesWebhook;
}
