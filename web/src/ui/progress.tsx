import { percent } from './numbers.ts';
import { shareDone, type Progressing } from './progress-share.ts';
import type { Tone } from './tones.ts';

interface ProgressProps extends Progressing {
  /** Of what it is the progress. */
  readonly label: string;
  readonly tone?: Tone;
}

/** How far something has come; where its end is not known, that it is under way. */
export function Progress({ done, total, isOver, label, tone = 'info' }: ProgressProps) {
  const share = shareDone({ done, total, isOver });
  const values =
    share === null
      ? {}
      : {
          'aria-valuenow': Math.floor(share * 100),
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuetext': percent(share),
        };
  return (
    <div className={`progress tone-${tone}`} role="progressbar" aria-label={label} {...values}>
      <div
        className={share === null ? 'progress-bar progress-unknown' : 'progress-bar'}
        style={{ inlineSize: `${String((share ?? 0.3) * 100)}%` }}
      />
    </div>
  );
}
