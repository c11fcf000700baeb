import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { chartOptions, type ChartSeries } from './chart-options.ts';
import { useIsDark } from './theme.ts';

interface ChartProps {
  /** When each value is of, in milliseconds since 1970, oldest first. */
  readonly timesMs: readonly number[];
  /** Values beside the times; null where there is none. */
  readonly series: readonly ChartSeries[];
  /** What it shows, in words: it is a picture. */
  readonly label: string;
  readonly heightPx?: number;
  /** How a value is written at the axis and in the legend. */
  readonly format?: (value: number) => string;
}

const DEFAULT_HEIGHT_PX = 220;

/** Lines over time, in the colours of the theme, as wide as there is room. */
export function Chart({ timesMs, series, label, heightPx = DEFAULT_HEIGHT_PX, format = String }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const isDark = useIsDark();
  const data: uPlot.AlignedData = [
    timesMs.map((time) => time / 1_000),
    ...series.map(({ values }) => [...values]),
  ];
  const latest = useRef(data);
  useEffect(() => {
    latest.current = data;
    plot.current?.setData(data);
  });
  // The shape alone: values that come later are set above, without drawing all anew.
  const shape = JSON.stringify(series.map(({ name, tone }) => [name, tone]));
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const size = { width: element.clientWidth, height: heightPx };
    const made = new uPlot({ ...chartOptions(series, format), ...size }, latest.current, element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: heightPx });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `shape` stands for the series
  }, [shape, isDark, heightPx, format]);
  return <div ref={place} className="chart" role="img" aria-label={label} />;
}
