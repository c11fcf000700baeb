import type { Attempt } from '../../api/deliveries.ts';
import { duration } from '../../ui/times.ts';
import { timingPhases } from './timing-phases.ts';

const PERCENT_MIN = 1;

/** What an attempt spent its time on: a bar to be seen, and the numbers to be read. */
export function TimingsBar({ attempt: { timings, duration_ms: durationMs } }: { readonly attempt: Attempt }) {
  const phases = timingPhases(timings);
  const sumMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  const isReused = timings.connect_ms === null && timings.first_byte_ms !== null;
  if (phases.length === 0 || sumMs === 0) return null;
  return (
    <div className="timings">
      <div className="timings-bar" aria-hidden="true">
        {phases.map(({ id, ms }) => (
          <span
            key={id}
            className={`timings-part phase-${id}`}
            style={{ flexGrow: Math.max((ms / sumMs) * 100, PERCENT_MIN) }}
          />
        ))}
      </div>
      <dl className="timings-numbers">
        {phases.map(({ id, label, ms }) => (
          <div key={id} className="timings-number">
            <dt>
              <span className={`timings-mark phase-${id}`} aria-hidden="true" />
              {label}
            </dt>
            <dd>{phaseDuration(ms)}</dd>
          </div>
        ))}
        <div className="timings-number">
          <dt>Total</dt>
          <dd>{phaseDuration(timings.total_ms ?? durationMs)}</dd>
        </div>
      </dl>
      {isReused && <p className="list-note">On a connection that was there already.</p>}
    </div>
  );
}

/** The short ones to a tenth. */
function phaseDuration(ms: number): string {
  return ms < 10 ? `${String(Math.round(ms * 10) / 10)} ms` : duration(ms);
}
