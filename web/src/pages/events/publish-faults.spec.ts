import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../api/api-error.ts';
import { faultsOf, otherFaults } from './publish-faults.ts';

const refusal = (paths: readonly string[]): ApiError => {
  const errors = paths.map((path) => ({ path, message: 'is wrong' }));
  return new ApiError({ status: 422, code: 'invalid', title: 'Invalid', detail: 'No.', errors }, null);
};

describe('faultsOf', () => {
  it('stand at their field, those within it too', () => {
    const error = refusal(['type', 'data.order_id', 'tags[1]', 'database']);
    expect(faultsOf(error, 'type')).toBe('type is wrong');
    expect(faultsOf(error, 'data')).toBe('data.order_id is wrong');
    expect(faultsOf(error, 'tags')).toBe('tags[1] is wrong');
    expect(faultsOf(new Error('no'), 'type')).toBeNull();
    expect(faultsOf(null, 'type')).toBeNull();
  });
});

describe('otherFaults', () => {
  it('are told where no field has them', () => {
    expect(otherFaults(refusal(['type']).faults)).toBe(false);
    expect(otherFaults(refusal(['type', 'database']).faults)).toBe(true);
    expect(otherFaults([])).toBe(true);
  });
});
