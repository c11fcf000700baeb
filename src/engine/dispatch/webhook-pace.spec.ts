import { describe, expect, it } from '@jest/globals';
import { FIRST_WINDOW, WebhookPace, type AttemptEnd } from './webhook-pace.ts';

const quick: AttemptEnd = { durationMs: 50, isTimeout: false, isSuccess: true };
const failed: AttemptEnd = { ...quick, isSuccess: false };
const slow: AttemptEnd = { ...quick, durationMs: 2_001 };
const timeout: AttemptEnd = { durationMs: 1_000, isTimeout: true, isSuccess: false };

function paceAfter(...ends: readonly AttemptEnd[]): WebhookPace {
  const pace = new WebhookPace();
  for (const end of ends) pace.noteEnd(end, pace.window);
  return pace;
}

const times = (count: number, end: AttemptEnd): AttemptEnd[] => Array.from({ length: count }, () => end);

describe("a webhook's pace", () => {
  it('begins with eight, of which nothing is known', () => {
    expect(paceAfter()).toMatchObject({ window: 8, standing: 'unproven' });
  });

  it('doubles with each round of successes', () => {
    const pace = paceAfter(...times(8, quick));
    expect(pace).toMatchObject({ window: 16, standing: 'answering' });
    for (const end of times(16, quick)) pace.noteEnd(end, 16);
    expect(pace.window).toBe(32);
  });

  it('does not grow by what it does not use', () => {
    const pace = paceAfter();
    for (const end of times(100, quick)) pace.noteEnd(end, FIRST_WINDOW / 2 - 1);
    expect(pace).toMatchObject({ window: FIRST_WINDOW, standing: 'answering' });
  });

  it('neither grows nor falls by quick failures, which hold no slot for long', () => {
    expect(paceAfter(...times(50, failed))).toMatchObject({ window: FIRST_WINDOW, standing: 'answering' });
  });

  it.each([
    ['time-outs', timeout],
    ['answers after two seconds', slow],
  ])('falls to one after %s', (_name, end) => {
    expect(paceAfter(...times(2, end))).toMatchObject({ window: 1, standing: 'slow' });
    const grown = paceAfter(...times(100, quick));
    for (const late of times(5, end)) grown.noteEnd(late, grown.window);
    expect(grown).toMatchObject({ window: 1, standing: 'slow' });
  });

  it('overlooks a late one among many', () => {
    const pace = paceAfter(timeout, ...times(7, quick), timeout, ...times(7, quick), timeout, timeout);
    expect(pace.standing).toBe('answering');
    expect(pace.window).toBeGreaterThan(FIRST_WINDOW);
    expect(paceAfter(timeout).standing).toBe('unproven');
  });

  it('falls as soon as what is in flight is silent, whatever came before', () => {
    const pace = paceAfter(...times(100, quick));
    pace.noteSilence();
    expect(pace).toMatchObject({ window: 1, standing: 'slow' });
    pace.noteEnd(quick, 1);
    expect(pace.standing).toBe('slow');
  });

  it('grows again once most of the latest came in time', () => {
    const pace = paceAfter(...times(8, timeout));
    for (const end of times(3, quick)) pace.noteEnd(end, 1);
    expect(pace).toMatchObject({ window: 1, standing: 'slow' });
    pace.noteEnd(quick, 1);
    expect(pace).toMatchObject({ window: FIRST_WINDOW, standing: 'answering' });
    for (const end of times(8, quick)) pace.noteEnd(end, 8);
    expect(pace.window).toBe(16);
  });
});
