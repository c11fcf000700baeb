import { describe, expect, it } from '@jest/globals';
import type { SignatureVerdict } from '../../api/signatures.ts';
import { groupVerdicts } from './verdict-groups.ts';

function verdict(format: string, { verified = false, given = null as string | null } = {}): SignatureVerdict {
  return { format, verified, given, secret_index: null, problems: [], header: 'x', expected: [] };
}

const good = verdict('good', { verified: true, given: 'v1,a' });
const signed = verdict('signed', { given: 'v1,b' });
const other = verdict('other');

describe('groupVerdicts', () => {
  it('shows those that verify it, alone', () => {
    expect(groupVerdicts({ verified: true, results: [good, signed, other] })).toEqual({
      near: [good],
      far: [signed, other],
    });
  });

  it('shows what its headers may mean where none verifies it, and the first where nothing is signed', () => {
    expect(groupVerdicts({ verified: false, results: [signed, other] }).near).toEqual([signed]);
    expect(groupVerdicts({ verified: false, results: [other, verdict('last')] }).near).toEqual([other]);
    expect(groupVerdicts({ verified: false, results: [] })).toEqual({ near: [], far: [] });
  });
});
