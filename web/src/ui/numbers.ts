const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const SHORT_BELOW = 100_000;

/** `12,345`; from 100,000 on `123.5K`. */
export function count(value: number): string {
  return value < SHORT_BELOW ? whole.format(value) : compact.format(value);
}

/** `99.5%`; what is not all is never shown as all. @param share 0 to 1; null for none to tell of */
export function percent(share: number | null): string {
  if (share === null) return '–';
  const tenths = Math.floor(share * 1_000) / 10;
  return `${String(tenths)}%`;
}
