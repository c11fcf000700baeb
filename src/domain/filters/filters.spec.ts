import { describe, expect, it } from '@jest/globals';
import { compileFilter, createFilterSubject, FILTER_LOOKS_MAX } from './compile-filter.ts';
import { findFilterFaults, type Filter } from './filter-rules.ts';

const DATA = `{
  "job": "a", "count": 5, "zero": 0, "none": null, "yes": true, "list": [1, 2, 3], "texts": ["x", "y"], "empty": {},
  "deep": { "er": { "name": "n" } }, "items": [{ "sku": "s1", "qty": 1 }, { "sku": "s2", "qty": 9 }],
  "grid": [[1, 2], [3]], "constructor": "own", "__proto__": { "admin": true }, "length": 7, "a.b": 1, "0": "digit"
}`;
const subject = createFilterSubject('order.paid', DATA, ['eu', 'vip']);

function matches(filter: Filter): boolean {
  expect(findFilterFaults(filter)).toEqual([]);
  return compileFilter(filter)(subject);
}

describe('a filter', () => {
  it.each<[Filter]>([
    [{}],
    [{ type: 'order.paid' }],
    [{ tags: 'eu' }],
    [{ tags: { $in: ['us', 'vip'] } }],
    [{ tags: { $all: ['vip', 'eu'] } }],
    [{ tags: { $size: 2 } }],
    [{ 'data.job': { $in: ['a', 'b'] } }],
    [{ 'data.job': 'a', 'data.count': 5 }],
    [{ 'data.count': { $gt: 4, $lt: 6 } }],
    [{ 'data.count': { $gte: 5, $lte: 5 } }],
    [{ 'data.job': { $gt: 'A' } }],
    [{ 'data.zero': 0 }],
    [{ 'data.none': null }],
    [{ 'data.missing': null }],
    [{ 'data.missing': { $in: [null] } }],
    [{ 'data.none': { $exists: true } }],
    [{ 'data.missing': { $exists: false } }],
    [{ 'data.missing': { $ne: 1 } }],
    [{ 'data.missing': { $nin: [1, 'a'] } }],
    [{ 'data.list': 2 }],
    [{ 'data.list': [1, 2, 3] }],
    [{ 'data.list.0': 1 }],
    [{ 'data.list': { $not: { $gt: 3 } } }],
    [{ 'data.list': { $elemMatch: { $gt: 1, $lt: 3 } } }],
    [{ 'data.empty': {} }],
    [{ 'data.deep': { er: { name: 'n' } } }],
    [{ 'data.deep.er.name': 'n' }],
    [{ 'data.items.sku': 's2' }],
    [{ 'data.items': { $elemMatch: { sku: 's2', qty: { $gt: 5 } } } }],
    [{ 'data.items': { $elemMatch: { $or: [{ sku: 's9' }, { qty: 9 }] } } }],
    [{ 'data.items.1.qty': 9 }],
    [{ 'data.grid': [[1, 2], [3]] }],
    [{ 'data.constructor': 'own' }],
    [{ 'data.length': 7 }],
    [{ 'data.0': 'digit' }],
    [{ $or: [{ type: 'x' }, { 'data.yes': true }] }],
    [{ $and: [{ type: 'order.paid' }, { $nor: [{ 'data.job': 'b' }, { 'data.count': 1 }] }] }],
  ])('lets through %j', (filter) => {
    expect(matches(filter)).toBe(true);
  });

  it.each<[Filter]>([
    [{ type: 'order.*' }],
    [{ tags: 'us' }],
    [{ tags: { $all: ['vip', 'us'] } }],
    [{ tags: { $all: [] } }],
    [{ tags: { $size: 1 } }],
    [{ tags: { $ne: 'eu' } }],
    [{ tags: { $nin: ['vip'] } }],
    [{ 'data.job': { $in: [] } }],
    [{ 'data.job': 'a', 'data.count': 6 }],
    [{ 'data.count': '5' }],
    [{ 'data.count': { $gt: '4' } }],
    [{ 'data.none': { $gte: 0 } }],
    [{ 'data.none': { $ne: null } }],
    [{ 'data.missing': { $exists: true } }],
    [{ 'data.list': [1, 2] }],
    [{ 'data.list': { $not: { $gt: 2 } } }],
    [{ 'data.list': { $elemMatch: { $gt: 3 } } }],
    [{ 'data.items': { $elemMatch: { sku: 's1', qty: 9 } } }],
    [{ 'data.grid': 1 }],
    [{ 'data.grid': [3] }],
    [{ 'data.deep': { er: {} } }],
    [{ $nor: [{ type: 'order.paid' }] }],
    // What objects, lists and texts of JavaScript carry is not data.
    [{ 'data.empty.constructor': { $exists: true } }],
    [{ 'data.empty.constructor.name': 'Object' }],
    [{ 'data.deep.toString': { $ne: null } }],
    [{ 'data.list.length': 3 }],
    [{ 'data.list.constructor.name': 'Array' }],
    [{ 'data.job.length': 1 }],
    [{ 'data.job.constructor.name': 'String' }],
    [{ 'data.count.constructor.name': 'Number' }],
    [{ 'data.admin': true }],
  ])('holds back %j', (filter) => {
    expect(matches(filter)).toBe(false);
  });

  it('asks the same of one event as often as it is asked', () => {
    const test = compileFilter({ 'data.list': { $not: { $gt: 2 } }, tags: { $in: ['eu'] } });
    const other = createFilterSubject('a', '{"list":[1]}', ['eu']);
    expect([test(subject), test(other), test(subject), test(other)]).toEqual([false, true, false, true]);
  });

  it.each(['null', '[]', '1', '"text"', '{"list":null}', `${'{"list":'.repeat(63)}1${'}'.repeat(63)}`])(
    'takes the data %.40s',
    (data) => {
      expect(compileFilter({ 'data.list': { $gt: 1 } })(createFilterSubject('a', data, []))).toBe(false);
    },
  );

  it('is not led astray by a polluted prototype, and pollutes none', () => {
    const test = compileFilter({ 'data.polluted': 1 });
    const hostile = createFilterSubject(
      'a',
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      [],
    );
    expect(test(hostile)).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('the cost of a filter', () => {
  const elapsedMs = (filter: Filter, data: string): number => {
    expect(findFilterFaults(filter)).toEqual([]);
    const test = compileFilter(filter);
    const startedAt = performance.now();
    test(createFilterSubject('a', data, []));
    return performance.now() - startedAt;
  };
  const nest = (filter: unknown, levels: number): unknown =>
    levels === 0 ? filter : { $not: nest(filter, levels - 1) };

  it('does not multiply with the depth of lists in lists', () => {
    const data = `{"a":${'['.repeat(62)}1${']'.repeat(62)}}`;
    expect(elapsedMs({ 'data.a': nest({ $eq: 2 }, 7) }, data)).toBeLessThan(200);
    expect(
      elapsedMs({ 'data.a': { $elemMatch: { $elemMatch: { $elemMatch: { $eq: 2 } } } } }, data),
    ).toBeLessThan(200);
  });
});

describe('a filter’s faults', () => {
  const chain = (levels: number): unknown => (levels === 0 ? 1 : { a: chain(levels - 1) });
  it.each<[Filter, string]>([
    [{ $where: 'true' }, 'filter.$where'],
    [{ 'data.a': { $regex: '(a+)+$' } }, 'filter["data.a"].$regex'],
    [{ 'data.a': { $where: '1' } }, 'filter["data.a"].$where'],
    [{ $expr: {} }, 'filter.$expr'],
    [{ 'data.a': { $type: 'x' } }, 'filter["data.a"].$type'],
    [{ 'data.a': { $mod: [2, 0] } }, 'filter["data.a"].$mod'],
    [{ 'data.a': { hasOwnProperty: 1, $toString: 1 } }, 'filter["data.a"].hasOwnProperty'],
    [{ $eq: 1 }, 'filter.$eq'],
    [{ $not: {} }, 'filter.$not'],
    [{ $and: [] }, 'filter.$and'],
    [{ $or: {} }, 'filter.$or'],
    [{ $or: [1] }, 'filter.$or[0]'],
    [{ $or: [{ other: 1 }] }, 'filter.$or[0].other'],
    [{ other: 1 }, 'filter.other'],
    [{ 'data..a': 1 }, 'filter["data..a"]'],
    [{ 'data.$a': 1 }, 'filter["data.$a"]'],
    [{ 'data.__proto__.a': 1 }, 'filter["data.__proto__.a"]'],
    [{ data: JSON.parse('{"__proto__":1}') as unknown }, 'filter.data.__proto__'],
    [{ 'data.a': 'a\0' }, 'filter["data.a"]'],
    [{ 'data.\ud800': 1 }, 'filter["data.\\ud800"]'],
    [{ 'data.a': { $gt: null } }, 'filter["data.a"].$gt'],
    [{ 'data.a': { $in: 'a' } }, 'filter["data.a"].$in'],
    [{ 'data.a': { $in: [1, {}] } }, 'filter["data.a"].$in[1]'],
    [{ 'data.a': { $in: Array<number>(101).fill(1) } }, 'filter["data.a"].$in'],
    [{ 'data.a': { $exists: 1 } }, 'filter["data.a"].$exists'],
    [{ 'data.a': { $size: -1 } }, 'filter["data.a"].$size'],
    [{ 'data.a': { $not: 1 } }, 'filter["data.a"].$not'],
    [{ 'data.a': { $elemMatch: 1 } }, 'filter["data.a"].$elemMatch'],
    [
      { 'data.a': { $elemMatch: { $or: [{ a: { $regex: 1 } }] } } },
      'filter["data.a"].$elemMatch.$or[0].a.$regex',
    ],
    [{ 'data.a': chain(10) }, 'filter'],
    [{ 'data.a': 'x'.repeat(4_096) }, 'filter'],
    [{ $or: Array.from({ length: 101 }, () => ({ type: 'a' })) }, 'filter'],
  ])('are found in %j', (filter, path) => {
    expect(findFilterFaults(filter)[0]?.path).toBe(path);
  });

  it('are all told, up to twenty', () => {
    expect(findFilterFaults({ a: 1, $b: 2, 'data.c': { $d: 1 } })).toHaveLength(3);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, 1]));
    expect(findFilterFaults(many)).toHaveLength(20);
  });

  it('leave out what is at the bounds', () => {
    expect(findFilterFaults({ 'data.a': chain(9) })).toEqual([]);
    expect(findFilterFaults({ $or: Array.from({ length: 99 }, () => ({ type: 'a' })) })).toEqual([]);
  });
});

describe('a filter that would take too many looks', () => {
  const paths = Array.from({ length: 90 }, (_, index) => ({ 'data.list': `v${index}` }));
  const subjectOf = (elements: number) =>
    createFilterSubject('a', JSON.stringify({ list: Array(elements).fill(1) }), []);

  it('is passed over, so that the event goes out', () => {
    const filter = { $or: paths };
    expect(findFilterFaults(filter)).toEqual([]);
    expect(compileFilter(filter)(subjectOf(500_000))).toBe(true);
    expect(compileFilter(filter)(subjectOf(2_000))).toBe(false);
  });

  it('leaves the bound to operators and elements together', () => {
    const test = compileFilter({ 'data.list': 'absent' });
    expect(test(subjectOf(FILTER_LOOKS_MAX))).toBe(false);
    expect(test(subjectOf(FILTER_LOOKS_MAX + 1))).toBe(true);
  });
});
