import { describe, expect, it } from '@jest/globals';
import {
  cleared,
  NO_ROWS,
  paused,
  resumed,
  ROWS_MAX,
  withAttempts,
  type StreamedAttempt,
} from './tail-rows.ts';

function attempts(from: number, count: number): StreamedAttempt[] {
  return Array.from(
    { length: count },
    (_, index) => ({ id: `att_${String(from + index)}` }) as StreamedAttempt,
  );
}

const idsOf = (rows: readonly StreamedAttempt[]): string[] => rows.map(({ id }) => id);

describe('the rows of a live tail', () => {
  it('are the newest first, each once', () => {
    const rows = withAttempts(withAttempts(NO_ROWS, attempts(1, 2)), attempts(2, 2));
    expect(idsOf(rows.shown)).toEqual(['att_3', 'att_2', 'att_1']);
    expect(withAttempts(rows, attempts(1, 3))).toBe(rows);
  });

  it('are as many as are kept', () => {
    const rows = withAttempts(withAttempts(NO_ROWS, attempts(0, ROWS_MAX)), attempts(ROWS_MAX, 5));
    expect(rows.shown).toHaveLength(ROWS_MAX);
    expect(rows.shown[0]?.id).toBe(`att_${String(ROWS_MAX + 4)}`);
    expect(rows.shown.at(-1)?.id).toBe('att_5');
  });

  it('stand still during a pause, and count what is held and what is lost of it', () => {
    const before = paused(withAttempts(NO_ROWS, attempts(0, 2)));
    const during = withAttempts(withAttempts(before, attempts(2, ROWS_MAX)), attempts(2 + ROWS_MAX, 3));
    expect(during.shown).toBe(before.shown);
    expect(during.held).toHaveLength(ROWS_MAX);
    expect(during.lostCount).toBe(3);
    const after = resumed(during);
    expect(after).toMatchObject({ held: [], lostCount: 0, isPaused: false });
    expect(after.shown[0]?.id).toBe(`att_${String(ROWS_MAX + 4)}`);
  });

  it('are gone when they are cleared, and a pause holds', () => {
    expect(cleared(paused(withAttempts(NO_ROWS, attempts(0, 2))))).toEqual({ ...NO_ROWS, isPaused: true });
  });
});
