import { describe, expect, it } from '@jest/globals';
import { parseTime } from './rfc3339.ts';

describe('a time', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31t12:00:00.1239z', '2026-01-31T12:00:00.123Z'],
    ['2026-01-31T12:00:00+05:45', '2026-01-31T06:15:00.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, moment) => {
    expect(new Date(parseTime(text) ?? NaN).toISOString()).toBe(moment);
  });

  it.each(['2026-01-31', '2026-01-31T12:00:00', '2026-02-30T12:00:00Z', '2026-01-31T24:30:00Z', ' '])(
    '%s is none',
    (text) => {
      expect(parseTime(text)).toBeNull();
    },
  );

  it.each(['9999-12-31T23:59:59.999-00:01', '0000-01-01T00:00:00+00:01'])(
    '%s is refused, since its UTC has no four-digit year',
    (text) => {
      expect(parseTime(text)).toBeNull();
    },
  );
});
