import { describe, expect, it } from '@jest/globals';
import { shareDone } from './progress-share.ts';

describe('how far something has come', () => {
  it.each([
    [{ done: 350, total: 1_400, isOver: false }, 0.25],
    [{ done: 1_401, total: 1_400, isOver: false }, 1],
    [{ done: 0, total: 0, isOver: false }, 0],
    [{ done: 0, total: 0, isOver: true }, 1],
    [{ done: 7, total: null, isOver: false }, null],
    [{ done: 7, total: null, isOver: true }, 1],
  ])('of %j is %j', (progressing, share) => {
    expect(shareDone(progressing)).toBe(share);
  });
});
