import type uPlot from 'uplot';
import type { Tone } from './tones.ts';

export interface ChartSeries {
  readonly name: string;
  readonly tone: Tone;
  readonly values: readonly (number | null)[];
  /** Whether what is below the line is filled. */
  readonly isFilled?: boolean;
}

const AXIS_PX = 56;

/** For uPlot, in the colours that the theme has at this moment. */
export function chartOptions(
  series: readonly ChartSeries[],
  format: (value: number) => string,
): Omit<uPlot.Options, 'width' | 'height'> {
  const color = (name: string): string =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: color('text-muted'),
    grid: { stroke: color('border'), width: 1 },
    ticks: { stroke: color('border'), width: 1 },
  };
  return {
    cursor: { y: false, points: { size: 6 } },
    legend: { live: true },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, 1)] } },
    axes: [
      { ...axis, values: (_plot, times) => times.map(clockText) },
      { ...axis, size: AXIS_PX, values: (_plot, values) => values.map(format) },
    ],
    series: [
      {
        label: 'Time',
        value: (_plot: uPlot, time: number | null) => (time === null ? '–' : clockText(time)),
      },
      ...series.map(({ name, tone, isFilled = false }) => ({
        label: name,
        stroke: color(`${tone}-text`),
        width: 2,
        points: { show: false },
        value: (_plot: uPlot, value: number | null) => (value === null ? '–' : format(value)),
        ...(isFilled ? { fill: color(`${tone}-back`) } : {}),
      })),
    ],
  };
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** The time of day, as the reader’s clock shows it. @param seconds since 1970 */
function clockText(seconds: number): string {
  return clock.format(seconds * 1_000);
}
