import { describe, expect, it } from '@jest/globals';
import { adviceOn, ERROR_TYPES, ERROR_TYPE_ADVICE } from './error-types.ts';

describe('advice', () => {
  it('is none where nothing failed', () => {
    expect(adviceOn(null, 204)).toBeNull();
  });

  it.each(ERROR_TYPES)('is one sentence for %s', (type) => {
    expect(adviceOn(type, null)).toBe(ERROR_TYPE_ADVICE[type]);
    expect(ERROR_TYPE_ADVICE[type]).toMatch(/^[A-Z][^\n]+\.$/);
  });

  it.each([
    [302, /redirects are not followed/],
    [400, /refuses the request/],
    [401, /credentials/],
    [404, /knows no such address/],
    [429, /rate_limit/],
    [503, /failed/],
    [600, /did not answer 2xx/],
  ])('knows more of %d', (status, words) => {
    expect(adviceOn('http_status', status)).toMatch(words);
  });

  it('is of what ended the attempt, not of a status that came before', () => {
    expect(adviceOn('timeout_error', 404)).toBe(ERROR_TYPE_ADVICE.timeout_error);
  });
});
