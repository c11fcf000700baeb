import type { TestSend } from '../../../api/test-sends.ts';
import { duration } from '../../../ui/times.ts';

type Timings = TestSend['timings'];

const NAMES = {
  dns_ms: 'name',
  connect_ms: 'connection',
  tls_ms: 'TLS',
  first_byte_ms: 'first byte after',
} as const satisfies Partial<Record<keyof Timings, string>>;

/** `name 1 ms`, `connection 12 ms`: of what there was; a connection that was open already has neither. */
export function timingsOf(timings: Timings): string[] {
  const names = Object.keys(NAMES) as (keyof typeof NAMES)[];
  return names.flatMap((name) => {
    const ms = timings[name];
    return ms === null ? [] : [`${NAMES[name]} ${duration(ms)}`];
  });
}

/** A line a header. */
export function headerText(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
