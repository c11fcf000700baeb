import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventStreamReader } from './event-stream.ts';

const TEXT =
  ': hello\n\nevent: attempt\nid: att_1\ndata: {"number":1}\n\n: still here\n\nid: att_2\r\ndata: one\r\ndata: two\r\n\r\n';

const MESSAGES = [
  { event: 'attempt', id: 'att_1', data: '{"number":1}' },
  { event: 'message', id: 'att_2', data: 'one\ntwo' },
];

describe('a stream of events', () => {
  it('is the same in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: TEXT.length })), (cuts) => {
        const places = [0, ...cuts.toSorted((left, right) => left - right), TEXT.length];
        const reader = new EventStreamReader();
        const read = places.flatMap((place, index) => reader.read(TEXT.slice(place, places[index + 1])));
        expect(read).toEqual(MESSAGES);
      }),
    );
  });

  it('gives nothing for a message that has not ended, nor for one without data', () => {
    const reader = new EventStreamReader();
    expect(reader.read('event: attempt\ndata: {}')).toEqual([]);
    expect(reader.read('\n\n')).toEqual([{ event: 'attempt', id: '', data: '{}' }]);
    expect(reader.read('event: attempt\nid: att_1\n\n')).toEqual([]);
  });
});
