import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Attempt, DeliveryWithAttempts } from '../../api/deliveries.ts';
import { isWaiting, lastResult, reasonInWords } from '../../parts/delivery-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { STATUS_LOOKS } from '../../ui/status-looks.ts';
import { duration } from '../../ui/times.ts';
import type { Tone } from '../../ui/tones.ts';
import { Countdown } from './countdown.tsx';

interface TimelineProps {
  readonly delivery: DeliveryWithAttempts;
  /** Whose attempt is looked at. */
  readonly number: number | null;
}

/** All that happened to a delivery, and what happens next. */
export function Timeline({ delivery, number }: TimelineProps) {
  return (
    <section className="card" aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">Timeline</h2>
      <ol className="timeline">
        <Moment icon="circle" tone="plain" title="Created">
          <RelativeTime at={delivery.created_at} />
        </Moment>
        {delivery.attempts.map((attempt) => (
          <AttemptMoment
            key={attempt.id}
            deliveryId={delivery.id}
            attempt={attempt}
            isCurrent={attempt.number === number}
          />
        ))}
        <WhatIsNext delivery={delivery} />
      </ol>
    </section>
  );
}

interface AttemptMomentProps {
  readonly deliveryId: string;
  readonly attempt: Attempt;
  readonly isCurrent: boolean;
}

function AttemptMoment({ deliveryId, attempt, isCurrent }: AttemptMomentProps) {
  const { number, outcome, started_at: startedAt, duration_ms: durationMs } = attempt;
  const { icon, tone, label } = STATUS_LOOKS[outcome];
  const result = lastResult({
    last_response_status: attempt.response_status,
    last_error_type: attempt.error_type,
  });
  const title = (
    <Link
      to="/deliveries/$id"
      params={{ id: deliveryId }}
      search={{ attempt: number }}
      replace
      className="timeline-link"
      aria-current={isCurrent ? 'step' : undefined}
    >
      Attempt {number}
    </Link>
  );
  return (
    <Moment icon={icon} tone={tone} title={title} isCurrent={isCurrent}>
      {result ?? label}, {duration(durationMs)}, <RelativeTime at={startedAt} />
    </Moment>
  );
}

function WhatIsNext({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { status, reason, next_retry_at: nextAt, completed_at: completedAt, attempts } = delivery;
  const next = (attempts.at(-1)?.number ?? 0) + 1;
  const { icon, tone, label } = STATUS_LOOKS[status];
  if (status === 'in_progress') {
    return (
      <Moment icon={icon} tone={tone} title={`Attempt ${String(next)}`} isAhead>
        is being made
      </Moment>
    );
  }
  if (isWaiting(delivery)) {
    return (
      <Moment icon="clock" tone="info" title={`Attempt ${String(next)}`} isAhead>
        {nextAt === null ? 'as soon as its webhook takes it' : <Countdown until={nextAt} />}
      </Moment>
    );
  }
  return (
    <Moment icon={icon} tone={tone} title={label}>
      {reason !== null && <>{reasonInWords(reason)} </>}
      {completedAt !== null && <RelativeTime at={completedAt} />}
    </Moment>
  );
}

interface MomentProps {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly title: ReactNode;
  readonly isCurrent?: boolean;
  /** It has not ended yet. */
  readonly isAhead?: boolean;
  readonly children: ReactNode;
}

function Moment({ icon, tone, title, isCurrent = false, isAhead = false, children }: MomentProps) {
  return (
    <li className={classNames('moment', isCurrent && 'is-current', isAhead && 'is-ahead')}>
      <span className={`moment-icon tone-${tone}`}>
        <Icon name={icon} />
      </span>
      <div className="moment-text">
        <span className="moment-title">{title}</span>
        <span className="moment-note">{children}</span>
      </div>
    </li>
  );
}
