import { describe, expect, it } from '@jest/globals';
import { fromLocalInput, toLocalInput } from './created-range.ts';

describe('times of a field', () => {
  it.each(['2026-01-31T12:00:00.000Z', '2026-07-31T23:59:59.000Z', '2026-03-29T01:30:00.000Z'])(
    '%s comes back as it was',
    (at) => {
      expect(fromLocalInput(toLocalInput(at))).toBe(at);
    },
  );

  it.each([undefined, '', 'soon'])('%s is none', (at) => {
    expect(toLocalInput(at)).toBe('');
    expect(fromLocalInput(at ?? '')).toBeUndefined();
  });
});
