import { describe, expect, it } from '@jest/globals';
import { answerWords } from './answer-words.ts';

const PLAIN = { status: 200, delay_ms: 0, failures_left: 0, fail_status: 503 };

describe('answerWords', () => {
  it.each([
    [PLAIN, '200'],
    [{ ...PLAIN, status: 410 }, '410'],
    [{ ...PLAIN, delay_ms: 1_500 }, '200 after 1.5 s'],
    [{ ...PLAIN, failures_left: 1 }, '503 once, then 200'],
    [{ ...PLAIN, failures_left: 3, delay_ms: 250 }, '503 3 times, then 200 after 250 ms'],
  ])('%j is %s', (inbox, words) => {
    expect(answerWords(inbox)).toBe(words);
  });
});
