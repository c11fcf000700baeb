import { useNow } from './now.ts';
import { exactTime, relativeTime } from './times.ts';

interface RelativeTimeProps {
  /** As the API tells it (RFC 3339). */
  readonly at: string;
}

/** How long ago, or how soon, kept up to date; the exact time is its title, and what a screen reader is given besides. */
export function RelativeTime({ at }: RelativeTimeProps) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at)} className="time">
      {relativeTime(Date.parse(at) - now)}
    </time>
  );
}

/** The same for where the exact time matters: both are seen. */
export function ExactTime({ at }: RelativeTimeProps) {
  const now = useNow();
  return (
    <time dateTime={at} className="time">
      {exactTime(at)} <span className="muted">({relativeTime(Date.parse(at) - now)})</span>
    </time>
  );
}
