import { describe, expect, it } from '@jest/globals';
import { jsonText, readJsonObject } from './json-text.ts';

describe('readJsonObject', () => {
  it('takes an object, and nothing for null', () => {
    expect(readJsonObject(' {"type":"object"} ')).toEqual({ value: { type: 'object' } });
    expect(readJsonObject(' \n')).toEqual({ value: null });
    expect(readJsonObject(jsonText({ a: [1] }))).toEqual({ value: { a: [1] } });
    expect(readJsonObject(jsonText(null))).toEqual({ value: null });
  });

  it.each(['[]', '1', 'null', '"{}"'])('%s is no object', (text) => {
    expect(readJsonObject(text)).toEqual({ fault: 'It has to be an object: { … }' });
  });

  it('says what is wrong with what is no JSON', () => {
    expect(readJsonObject('{"a":}')).toEqual({ fault: expect.stringMatching(/^It is no JSON: ./) });
  });
});
