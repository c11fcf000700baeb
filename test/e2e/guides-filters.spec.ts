import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FILTER_LOOKS_MAX } from '../../src/domain/filters/compile-filter.ts';
import { findFilterFaults, type Filter } from '../../src/domain/filters/filter-rules.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/guides/filters.md');
const LETS_THROUGH = 'Lets it through';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

const run = async (name: string): Promise<unknown[]> =>
  await runRequests(guide.block(name).replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`));
const shown = (name: string): unknown => asShown(JSON.parse(guide.block(name)));

async function isSent(filter: Filter, event: object): Promise<boolean | undefined> {
  const put = await app.put('/api/webhooks/example', { url: 'http://127.0.0.1:9/', filter });
  expect(put.body).toMatchObject({ filter });
  const answer = await app.post('/api/events/explain', event);
  const { data } = answer.body as { data: { webhook_id: string; would_send: boolean }[] };
  const { id } = put.body as { id: string };
  return data.find(({ webhook_id }) => webhook_id === id)?.would_send;
}

const filtersOf = (cells: readonly string[]): Filter[] =>
  cells.flatMap((cell) => (cell === '' ? [] : [JSON.parse(cell.slice(1, -1)) as Filter]));

describe('the guide to filters', () => {
  it('asks what its first filter would let through', async () => {
    await run('create');
    expect(await run('explain')).toEqual([shown('sent'), shown('filtered')]);
  });

  const examples = [...guide.table('What it asks'), ...guide.table('Operator')];

  it.each(examples)('tells the truth about %s', async (_what, sent = '', held = '') => {
    const event = JSON.parse(guide.block('event')) as object;
    for (const filter of filtersOf([sent])) expect(await isSent(filter, event)).toBe(true);
    for (const filter of filtersOf([held])) expect(await isSent(filter, event)).toBe(false);
    expect(sent).not.toBe('');
  });

  it('lists every operator, with examples of it', () => {
    const [fault] = findFilterFaults({ 'data.a': { $unknown: 1 } });
    const rows = guide.table('Operator');
    const listed = rows.map(([operator = '']) => operator.slice(1, -1));
    expect(listed.toSorted()).toEqual((fault?.message.match(/\$\w+/g) ?? []).toSorted());
    for (const [operator = '', ...cells] of rows) {
      expect(cells.filter((cell) => !cell.includes(`"${operator.slice(1, -1)}"`))).toEqual([]);
    }
    expect(guide.text).toContain(`| ${LETS_THROUGH}`);
  });

  it('shows what is refused', async () => {
    expect(await run('refused')).toEqual([shown('faults')]);
  });

  it('states the bounds as they are', () => {
    const [bytes = 0, levels = 0, operators = 0, values = 0] = guide
      .table('At most')
      .map(([, most]) => Number(most));
    const chain = (depth: number): unknown => (depth === 0 ? 1 : { a: chain(depth - 1) });
    const filters: [number, (size: number) => Filter][] = [
      [bytes, (size) => ({ 'data.a': 'x'.repeat(size - '{"data.a":""}'.length) })],
      [levels, (size) => ({ data: chain(size - 1) })],
      [operators, (size) => ({ $or: Array.from({ length: size - 1 }, () => ({ type: 'a' })) })],
      [values, (size) => ({ type: { $in: Array<string>(size).fill('a') } })],
    ];
    for (const [most, filterOf] of filters) {
      expect(findFilterFaults(filterOf(most))).toEqual([]);
      expect(findFilterFaults(filterOf(most + 1))).toHaveLength(1);
    }
  });

  it('tells what happens to a filter that is too costly', async () => {
    expect(guide.text).toContain(`more than ${FILTER_LOOKS_MAX.toLocaleString('en')}`);
    const filter = { $or: Array.from({ length: 9 }, (_, index) => ({ 'data.list': `v${index}` })) };
    const eventOf = (length: number) => ({ type: 'a', data: { list: Array<number>(length).fill(1) } });
    const fitting = Math.floor(FILTER_LOOKS_MAX / 10);
    expect(await isSent(filter, eventOf(fitting))).toBe(false);
    expect(await isSent(filter, eventOf(fitting + 1))).toBe(true);
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
