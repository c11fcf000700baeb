import { describe, expect, it } from '@jest/globals';
import { compileFilter, createFilterSubject } from '../../domain/filters/compile-filter.ts';
import { findFilterFaults } from '../../domain/filters/filter-rules.ts';
import { fromNativeFilter, toNativeFilter, type EmpFilters } from './emp-filters.ts';

const passes = (filters: EmpFilters, data: object): boolean => {
  const native = toNativeFilter(filters);
  if (native === null) return true;
  expect(findFilterFaults(native)).toEqual([]);
  return compileFilter(native)(createFilterSubject('job.completed', JSON.stringify(data), []));
};

describe('filters of EMP', () => {
  it.each<[string, EmpFilters, object[], object[]]>([
    ['job types', { job_types: ['comfyui', 'a'] }, [{ job_type: 'a' }], [{ job_type: 'b' }, {}]],
    [
      'priorities, by either name',
      { job_priorities: [1, 2, 3] },
      [{ job_priority: 1 }, { priority: 3 }],
      [{ job_priority: 4 }, { priority: '1' }, {}],
    ],
    [
      'machines, with a star',
      { machine_ids: ['prod-cluster-*', 'one'] },
      [{ machine_id: 'prod-cluster-7' }, { machine_id: 'one' }],
      [{ machine_id: 'prod-7' }, { machine_id: 'one-more' }, { machine_id: 1 }, {}],
    ],
    ['workers', { worker_ids: ['w*'] }, [{ worker_id: 'w1' }], [{ worker_id: 'x' }, {}]],
    [
      'own paths',
      { custom_filters: { 'result.status': 'ok', n: 1 } },
      [{ result: { status: 'ok' }, n: 1 }],
      [{ result: { status: 'ok' } }, { 'result.status': 'ok', n: 1 }, { result: { status: 'ok' }, n: '1' }],
    ],
    ['null, which is not what is missing', { custom_filters: { error: null } }, [{ error: null }], [{}]],
    ['whole values', { custom_filters: { a: { b: [1] } } }, [{ a: { b: [1] } }], [{ a: { b: [2] } }]],
    [
      'all of it together',
      { job_types: ['a'], custom_filters: { job_type: 'a' } },
      [{ job_type: 'a' }],
      [{}],
    ],
    ['nothing', { job_types: [], custom_filters: {} }, [{}, { job_type: 'a' }], []],
  ])('%s', (_case, filters, passing, others) => {
    expect(passing.map((data) => passes(filters, data))).toEqual(passing.map(() => true));
    expect(others.map((data) => passes(filters, data))).toEqual(others.map(() => false));
  });

  it('are read back as they were given', () => {
    const filters: EmpFilters = {
      job_types: ['comfyui'],
      job_priorities: [1, 2, 3],
      machine_ids: ['prod-cluster-*'],
      worker_ids: ['w1'],
      custom_filters: { 'a.b': { c: [null, 1] }, $odd: true },
    };
    const native = toNativeFilter(filters);
    expect(native === null ? null : fromNativeFilter(native)).toEqual(filters);
  });

  it.each<Readonly<Record<string, unknown>>>([
    { 'data.total': { $gte: 100 } },
    { 'data.job_type': 'a' },
    { 'data.job_type': { $in: ['a'], $ne: 'b' } },
    { $or: [{ 'data.job_priority': { $in: [1] } }] },
    { $and: [{ 'data.a': 1 }] },
    { $and: [{ type: { $eq: 'a', $exists: true } }] },
    { toString: 1 },
  ])('of another form are not told in its words: %j', (native) => {
    expect(fromNativeFilter(native)).toBeNull();
  });
});
