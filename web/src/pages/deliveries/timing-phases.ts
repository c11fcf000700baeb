import type { Attempt } from '../../api/deliveries.ts';

export interface TimingPhase {
  readonly id: 'dns' | 'connect' | 'tls' | 'wait' | 'read';
  readonly label: string;
  readonly ms: number;
}

/**
 * What an attempt spent its time on, in the order in which it happened; without the phases that did not happen, such as
 * those of a connection that was already there. The API tells the first byte and the total from the beginning on.
 */
export function timingPhases(timings: Attempt['timings']): TimingPhase[] {
  const { dns_ms: dnsMs, connect_ms: connectMs, tls_ms: tlsMs } = timings;
  const { first_byte_ms: firstByteMs, total_ms: totalMs } = timings;
  const dialledMs = (dnsMs ?? 0) + (connectMs ?? 0) + (tlsMs ?? 0);
  const waitedUntilMs = firstByteMs ?? totalMs;
  const phases: { id: TimingPhase['id']; label: string; ms: number | null }[] = [
    { id: 'dns', label: 'DNS', ms: dnsMs },
    { id: 'connect', label: 'Connect', ms: connectMs },
    { id: 'tls', label: 'TLS', ms: tlsMs },
    {
      id: 'wait',
      label: firstByteMs === null ? 'No answer' : 'First byte',
      ms: waitedUntilMs === null ? null : Math.max(waitedUntilMs - dialledMs, 0),
    },
    {
      id: 'read',
      label: 'Reading',
      ms: firstByteMs === null || totalMs === null ? null : Math.max(totalMs - firstByteMs, 0),
    },
  ];
  return phases.flatMap(({ ms, ...phase }) => (ms === null ? [] : [{ ...phase, ms }]));
}
