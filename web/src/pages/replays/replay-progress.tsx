import type { Replay } from '../../api/replays.ts';
import { count, percent } from '../../ui/numbers.ts';
import { shareDone } from '../../ui/progress-share.ts';
import { Progress } from '../../ui/progress.tsx';
import { duration } from '../../ui/times.ts';
import { leastDurationMs } from './replay-draft.ts';
import { progressWords } from './replay-words.ts';

export function ReplayProgress({ replay }: { readonly replay: Replay }) {
  const { replayed_count: done, total_count: total, status } = replay;
  const isOver = status === 'completed';
  const tone = isOver ? 'good' : status === 'cancelled' ? 'plain' : 'info';
  return (
    <section className="card replay-progress" aria-labelledby="progress">
      <h2 id="progress" className="visually-hidden">
        Progress
      </h2>
      <div className="replay-progress-line">
        <span className="replay-progress-count">{progressWords(replay)}</span>
        <span className="replay-progress-share">{percent(shareDone({ done, total, isOver }))}</span>
      </div>
      <Progress done={done} total={total} isOver={isOver} label="Sent so far" tone={tone} />
      <p className="muted">{situation(replay)}</p>
    </section>
  );
}

/** What happens now, or how it ended. */
function situation({
  status,
  replayed_count: done,
  total_count: total,
  rate_per_second: rate,
}: Replay): string {
  if (status === 'cancelled') return 'Cancelled: what was made due by then is sent, and nothing more.';
  const rest = total === null ? null : Math.max(total - done, 0);
  if (status === 'completed') {
    if (rest === null || rest === 0) return 'All of them have been made due.';
    return `All that were left have been made due; ${count(rest)} were retried by hand or gone meanwhile.`;
  }
  const pace = `${count(rate)} are made due each second`;
  return rest === null ? `${pace}.` : `${pace}: ${duration(leastDurationMs(rest, rate))} to go.`;
}
