import { useNow } from '../../ui/now.ts';
import { duration, exactTime } from '../../ui/times.ts';

/** How long it still is until a time, by the second. */
export function Countdown({ until }: { readonly until: string }) {
  const leftMs = Date.parse(until) - useNow();
  return (
    <time className="time" dateTime={until} title={exactTime(until)}>
      {leftMs > 0 ? `in ${duration(Math.ceil(leftMs / 1_000) * 1_000)}` : 'due now'}
    </time>
  );
}
