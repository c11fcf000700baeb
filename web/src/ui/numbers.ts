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

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const BYTES_STEP = 1_024;

/** `512 B`, `1.5 KiB`, `20 GiB`. */
export function bytes(value: number): string {
  const power =
    value < 1 ? 0 : Math.min(Math.floor(Math.log(value) / Math.log(BYTES_STEP)), BYTE_UNITS.length - 1);
  const scaled = value / BYTES_STEP ** power;
  const digits = power === 0 || scaled >= 10 ? 0 : 1;
  return `${scaled.toFixed(digits)} ${BYTE_UNITS[power] ?? 'B'}`;
}
