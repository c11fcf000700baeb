import type { SignatureFormat } from '../wire-format.ts';
import type { Values } from './template-reading.ts';
import type { Problem, VerificationOptions } from './verdict.ts';

const TIME = /\{(attempt\.timestamp\|(s|ms|iso|iso_s))\}/;
const MS_PER_SECOND = 1_000;

/** The placeholder of the time that a receiver holds to its tolerance: that of the attempt, where the format signs it. */
export function signedTimeName({ content }: SignatureFormat): string | null {
  return TIME.exec(content)?.[1] ?? null;
}

/** Nothing where the format signs no time: such a request is as good later as it was. */
export function checkTime(
  signature: SignatureFormat,
  values: Values,
  { nowMs, toleranceSeconds }: VerificationOptions,
): Problem[] {
  const name = signedTimeName(signature);
  if (name === null) return [];
  const text = values.get(name) ?? '';
  const at = readTime(name, text);
  if (at === null) {
    return [{ code: 'timestamp_malformed', message: `The time is not what {${name}} writes.` }];
  }
  const early = Math.round((nowMs - at) / MS_PER_SECOND);
  const beyond = Math.abs(early) - toleranceSeconds;
  if (beyond <= 0) return [];
  const side = early > 0 ? 'before' : 'after';
  const message =
    `The time is ${Math.abs(early)} s ${side} the clock that verifies, ${beyond} s more than the ${toleranceSeconds} s ` +
    'that are allowed.';
  return [{ code: 'timestamp_outside_tolerance', message }];
}

function readTime(name: string, text: string): number | null {
  if (name.includes('|iso')) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : at;
  }
  if (!/^\d{1,15}$/.test(text)) return null;
  return name.endsWith('|ms') ? Number(text) : Number(text) * MS_PER_SECOND;
}
