import { describe, expect, it } from '@jest/globals';
import { parsePostmasterPid } from './postmaster-pid.ts';

const WHOLE = '4711\n/data/postgres\n1770000000\n54321\n\n127.0.0.1\n  5432001         7\nready   \n';

describe('parsePostmasterPid', () => {
  it('reads pid, port and status', () => {
    expect(parsePostmasterPid(WHOLE)).toEqual({ pid: 4711, port: 54321, status: 'ready' });
  });

  it('reads the first lines of a file that the server is still writing', () => {
    expect(parsePostmasterPid('4711\n/data/postgres\n1770000000\n')).toEqual({
      pid: 4711,
      port: undefined,
      status: '',
    });
  });

  it.each(['', '\n', 'x\n', '-4711\n', '0\n', '1.5\n'])('takes %j for no record', (text) => {
    expect(parsePostmasterPid(text)).toBeUndefined();
  });
});
