interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room for half of the line's own width. */
const MARGIN = 2;

/** A line from zero at the bottom to the greatest value at the top; a flat one at the bottom where all are zero. */
export function sparklinePath(values: readonly number[], { width, height }: Size): string {
  const max = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, index) => {
      const y = height - MARGIN - (value / max) * (height - 2 * MARGIN);
      return `${index === 0 ? 'M' : 'L'}${rounded(index * step)} ${rounded(y)}`;
    })
    .join('');
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
