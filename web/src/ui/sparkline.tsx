import { sparklinePath } from './sparkline-path.ts';
import type { Tone } from './tones.ts';

const WIDTH = 120;
const HEIGHT = 28;

interface SparklineProps {
  readonly values: readonly number[];
  /** What it shows, in words: it is a picture. */
  readonly label: string;
  readonly tone?: Tone;
}

export function Sparkline({ values, label, tone = 'info' }: SparklineProps) {
  return (
    <svg
      className={`sparkline tone-${tone}`}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={label}
    >
      <path d={sparklinePath(values, { width: WIDTH, height: HEIGHT })} />
    </svg>
  );
}
