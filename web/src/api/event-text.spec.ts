import { describe, expect, it } from '@jest/globals';
import { faultOfData, publishText, readEvent } from './event-text.ts';

describe('readEvent', () => {
  it('keeps the text of the data as it was published', () => {
    const data = '{"n": 1.0, "big":12345678901234567890, "data":{"}":1}}';
    const { event, dataText } = readEvent(`{"id":"evt_1","tags":[",\\"data\\":"],"data":${data}}`);
    expect(dataText).toBe(data);
    expect(event.tags).toEqual([',"data":']);
  });

  it('has none where the event has lost it', () => {
    expect(readEvent('{"id":"evt_1","data":null}').dataText).toBeNull();
  });
});

describe('publishText', () => {
  it('is JSON with the data as it was typed', () => {
    const draft = { type: 'order.paid', dataText: '{"n":1.0}', tags: ['eu'] };
    expect(publishText(draft)).toBe('{"type":"order.paid","tags":["eu"],"data":{"n":1.0}}');
    expect(publishText({ ...draft, tags: [] })).toBe('{"type":"order.paid","data":{"n":1.0}}');
  });
});

describe('faultOfData', () => {
  it.each(['{}', ' {"a": [1]} '])('finds nothing wrong with %s', (text) => {
    expect(faultOfData(text)).toBeNull();
  });

  it.each([
    ['', /is not JSON/],
    ['{"a":}', /is not JSON/],
    ['[1]', /must be a JSON object/],
    ['null', /must be a JSON object/],
    ['"a"', /must be a JSON object/],
  ])('says what is wrong with %j', (text, words) => {
    expect(faultOfData(text)).toMatch(words);
  });
});
