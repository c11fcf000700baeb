import { describe, expect, it } from '@jest/globals';
import { choiceOf, leastDurationMs, rateOf, readChoice } from './replay-draft.ts';

describe('the form of a replay', () => {
  it('is read from an address, whoever wrote it', () => {
    const search = { webhook_id: 'wh_1', response_status: 503, mode: 'missing', rate: 10, other: 'x' };
    expect(readChoice(search)).toEqual({
      webhook_id: 'wh_1',
      response_status: '503',
      mode: 'missing',
      rate: 10,
    });
    expect(readChoice({ mode: 'some', rate: 'fast' })).toEqual({});
    expect(readChoice({ mode: 'failed', rate: '50' })).toEqual({});
  });

  it('asks for what is filled, without the blanks around it', () => {
    expect(choiceOf({ tag: ' eu ', event_type: '  ', error_type: 'timeout_error' })).toEqual({
      mode: 'failed',
      filter: { tag: 'eu', error_type: 'timeout_error' },
    });
  });

  it('asks of what is missing for nothing that only attempts have', () => {
    const draft = {
      mode: 'missing',
      tag: 'eu',
      error_type: 'timeout_error',
      response_status: '503',
    } as const;
    expect(choiceOf(draft)).toEqual({ mode: 'missing', filter: { tag: 'eu' } });
  });
});

describe('the pace', () => {
  it.each([
    ['1', 1],
    ['1000', 1_000],
    ['0', null],
    ['1001', null],
    ['2.5', null],
    ['', null],
    ['fast', null],
  ])('%j is %j', (text, rate) => {
    expect(rateOf(text)).toBe(rate);
  });

  it('tells how long it takes, a batch a second', () => {
    expect(leastDurationMs(1_200, 50)).toBe(24_000);
    expect(leastDurationMs(1, 50)).toBe(1_000);
    expect(leastDurationMs(0, 50)).toBe(0);
  });
});
