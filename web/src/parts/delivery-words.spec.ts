import { describe, expect, it } from '@jest/globals';
import { CANCEL_REASONS, DEAD_LETTER_REASONS, SHADOW_REASON } from '../../../src/domain/outcomes.ts';
import { lastResult, reasonInWords } from './delivery-words.ts';

describe('reasonInWords', () => {
  it.each([...DEAD_LETTER_REASONS, ...CANCEL_REASONS, SHADOW_REASON])('has a sentence for %s', (reason) => {
    expect(reasonInWords(reason)).toMatch(/^[A-Z].*\.$/);
  });

  it('shows one that it does not know as it is', () => {
    expect(reasonInWords('from_the_future')).toBe('from_the_future');
  });
});

describe('lastResult', () => {
  it.each([
    [204, null, '204'],
    [503, 'http_status', '503'],
    [null, 'timeout_error', 'No answer in time'],
    [200, 'timeout_error', 'No answer in time'],
    [null, null, null],
  ] as const)('of %s and %s is %s', (status, errorType, shown) => {
    expect(lastResult({ last_response_status: status, last_error_type: errorType })).toBe(shown);
  });
});
