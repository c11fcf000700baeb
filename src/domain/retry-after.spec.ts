import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parseRetryAfterMs } from './retry-after.ts';

/** The example of RFC 9110, 5.6.7: Sunday, 6 November 1994, 08:49:37 GMT. */
const MOMENT = Date.UTC(1994, 10, 6, 8, 49, 37);
const IMF_FIXDATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const RFC_850 = 'Sunday, 06-Nov-94 08:49:37 GMT';
const ASCTIME = 'Sun Nov  6 08:49:37 1994';

/** Reads a value in a process of its own, whose machine stands in another time zone. */
function readIn(timeZone: string, value: string, now: number): number | null {
  const source = JSON.stringify(new URL('./retry-after.ts', import.meta.url).href);
  const script = `
    const { parseRetryAfterMs } = await import(${source});
    console.log(JSON.stringify(parseRetryAfterMs(${JSON.stringify(value)}, ${now})));`;
  const loader = fileURLToPath(new URL('../../tools/import-typescript.mjs', import.meta.url));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', loader, '--input-type=module', '--eval', script],
    { encoding: 'utf8', env: { ...process.env, TZ: timeZone } },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as number | null;
}

describe('parseRetryAfterMs', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    ['007', 7_000],
    [' 30\t', 30_000],
  ])('reads seconds: %j', (value, ms) => {
    expect(parseRetryAfterMs(value, MOMENT)).toBe(ms);
  });

  it.each(['9999999999', '99999999999', '9'.repeat(400)])('reads however many seconds: %s', (value) => {
    expect(parseRetryAfterMs(value, MOMENT)).toBeGreaterThan(365 * 24 * 3_600_000);
  });

  it.each([IMF_FIXDATE, RFC_850, ASCTIME])('reads each form of an HTTP date: %s', (value) => {
    expect(parseRetryAfterMs(value, MOMENT - 90_000)).toBe(90_000);
  });

  it.each([IMF_FIXDATE, RFC_850, ASCTIME])('reads %s alike wherever the machine stands', (value) => {
    expect(readIn('America/New_York', value, MOMENT - 90_000)).toBe(90_000);
  });

  it.each([IMF_FIXDATE, RFC_850, ASCTIME])('waits for no date that is past: %s', (value) => {
    expect(parseRetryAfterMs(value, MOMENT)).toBe(0);
    expect(parseRetryAfterMs(value, MOMENT + 1)).toBe(0);
  });

  it('reads a date far ahead', () => {
    expect(parseRetryAfterMs('Fri, 31 Dec 9999 23:59:59 GMT', MOMENT)).toBe(
      Date.UTC(9999, 11, 31, 23, 59, 59) - MOMENT,
    );
  });

  it.each([
    undefined,
    '',
    ' ',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '１２',
    '12 s',
    '120, 120',
    'soon',
    'Sunday',
    'Sun, 32 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 25:00:00 GMT',
    'Sun, 06 Foo 1994 08:49:37 GMT',
    '1 apr 2026',
    '1994-11-06T08:49:37Z',
    'Infinity',
    'NaN',
    'null',
    `Sun${' '.repeat(50_000)}`,
  ])('leaves alone what it cannot read: %j', (value) => {
    expect(parseRetryAfterMs(value, MOMENT)).toBeNull();
  });
});
