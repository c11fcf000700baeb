import { describe, expect, it } from '@jest/globals';
import { fromLocalField, toLocalField } from './local-time.ts';

describe('a field for a time', () => {
  it('shows a time where somebody is, to the minute, and gives it back', () => {
    const at = new Date(2026, 0, 31, 9, 5).toISOString();
    expect(toLocalField(at)).toBe('2026-01-31T09:05');
    expect(fromLocalField('2026-01-31T09:05')).toBe(at);
  });

  it('is empty for none, and for what is none', () => {
    expect(toLocalField(undefined)).toBe('');
    expect(toLocalField('yesterday')).toBe('');
    expect(fromLocalField('')).toBeUndefined();
    expect(fromLocalField('2026-13')).toBeUndefined();
  });
});
