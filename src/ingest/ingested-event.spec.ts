import { describe, expect, it } from '@jest/globals';
import { readEntry, readMessage, UnreadableError, type RawField } from './ingested-event.ts';

const fields = (named: Readonly<Record<string, string | Buffer>>): RawField[] =>
  Object.entries(named).map(([name, value]) => [Buffer.from(name), Buffer.from(value as string)]);

const TIME = '2024-01-14T01:24:16.789Z';
const TIME_MS = Date.parse(TIME);

describe('an entry of a stream', () => {
  it('is an event as JSON in the field event, its data kept to the letter', () => {
    const data = '{"b": 1.0, "a": 12345678901234567890, "a": "\\u0000"}';
    const event = `{"type":"job.completed","timestamp":${TIME_MS},"data":${data}}`;
    expect(readEntry(fields({ event }))).toEqual({ type: 'job.completed', occurred_at: TIME, data });
  });

  it('is an event as fields of its own', () => {
    const data = ' {"job_id": "1"}\n';
    expect(readEntry(fields({ event_type: 'job.failed', timestamp: String(TIME_MS), data }))).toEqual({
      type: 'job.failed',
      occurred_at: TIME,
      data: '{"job_id": "1"}',
    });
    expect(readEntry(fields({ type: 'machine.startup' }))).toEqual({ type: 'machine.startup', data: '{}' });
  });

  it('may tell in whose trace it was written', () => {
    const trace = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'a=1',
    };
    const expected = { type: 'a', data: '{}', ...trace };
    expect(readEntry(fields({ type: 'a', ...trace }))).toEqual(expected);
    expect(readEntry(fields({ event: JSON.stringify({ type: 'a', ...trace }) }))).toEqual(expected);
    expect(readEntry(fields({ event: '{"type":"a","traceparent":1,"tracestate":null}' }))).toEqual({
      type: 'a',
      data: '{}',
    });
  });

  it.each([
    ['nothing', {}, 'type is missing'],
    ['a field of another name', { type: 'a', job_id: '1' }, 'unknown field: job_id'],
    ['a field beside event', { event: '{"type":"a"}', trace: '1' }, 'unknown field beside event: trace'],
    ['data that is no JSON', { type: 'a', data: '{' }, 'The body is not well-formed JSON in UTF-8.'],
    [
      'data that ends too late',
      { type: 'a', data: '{},"b":{}' },
      'The body is not well-formed JSON in UTF-8.',
    ],
    ['data that is no object', { type: 'a', data: '[]' }, 'data: must be a JSON object'],
    ['no data at all', { type: 'a', data: '' }, 'data: must be a JSON object'],
    ['a time that is none', { type: 'a', timestamp: 'yesterday' }, 'timestamp: must be milliseconds'],
    ['a value that is no UTF-8', { type: Buffer.from([0xff]) }, 'is not UTF-8'],
  ])('with %s is refused', (_case, named, reason) => {
    expect(() => readEntry(fields(named))).toThrow(UnreadableError);
    expect(() => readEntry(fields(named))).toThrow(reason);
  });

  it('is held to the bounds of the API', () => {
    const deep = `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`;
    const large = `{"a":"${'x'.repeat(1_048_576)}"}`;
    for (const [data, reason] of [
      [deep, 'must not be nested deeper than 64 levels'],
      [large, 'must not be larger than 1048576 bytes'],
    ] as const) {
      expect(() => readEntry(fields({ type: 'a', data }))).toThrow(reason);
      expect(() => readEntry(fields({ event: `{"type":"a","data":${data}}` }))).toThrow(reason);
    }
  });
});

describe('a message', () => {
  const read = (value: unknown) => readMessage(Buffer.from(JSON.stringify(value)));

  it('is an event as JSON', () => {
    for (const type of ['machine.startup', 'machine.startup_complete']) {
      expect(read({ event_type: type, timestamp: TIME, data: { machine_id: 'm' } })).toEqual({
        type,
        occurred_at: TIME,
        data: '{"machine_id":"m"}',
      });
    }
    expect(read({ type: 'a', event_type: 'a' })).toEqual({ type: 'a', data: '{}' });
  });

  it.each([
    ['a list', [], 'must be a JSON object'],
    ['two types', { type: 'a', event_type: 'b' }, 'type and event_type differ'],
    ['a reserved type', { type: 'posthorn.webhook.disabled' }, 'type: must be'],
    ['an unknown member', { type: 'a', webhook_id: '1' }, 'unknown field: webhook_id'],
    ['data that is text', { type: 'a', data: '{}' }, 'data: must be a JSON object'],
    ['data that is null', { type: 'a', data: null }, 'data: must be a JSON object'],
    ['a time beyond all years', { type: 'a', timestamp: 8.64e15 }, 'timestamp: must be milliseconds'],
    ['a member of the prototype', JSON.parse('{"type":"a","__proto__":{}}'), 'unknown field: __proto__'],
  ])('with %s is refused', (_case, value, reason) => {
    expect(() => read(value)).toThrow(reason);
  });
});
