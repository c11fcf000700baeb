import { describe, expect, it } from '@jest/globals';
import { jsonText, readJsonObject, readOptionalJson } from './json-text.ts';

describe('readJsonObject', () => {
  it('takes an object', () => {
    expect(readJsonObject(' {"type":"object"} ')).toEqual({ value: { type: 'object' }, fault: null });
    expect(readJsonObject(jsonText({ a: [1] }))).toEqual({ value: { a: [1] }, fault: null });
  });

  it.each(['[]', '1', 'null', '"{}"'])('%s is no object', (text) => {
    expect(readJsonObject(text)).toEqual({
      value: null,
      fault: expect.stringMatching(/^must be a JSON object/),
    });
  });

  it.each(['{"a":}', ''])('says what is wrong with what is no JSON: %j', (text) => {
    expect(readJsonObject(text)).toEqual({ value: null, fault: expect.stringMatching(/^is no JSON: ./) });
  });
});

describe('readOptionalJson', () => {
  it('takes nothing for null, and an object or its faults as they are', () => {
    expect(readOptionalJson(' \n')).toEqual({ value: null, fault: null });
    expect(readOptionalJson(jsonText(null))).toEqual({ value: null, fault: null });
    expect(readOptionalJson('{"a":1}')).toEqual({ value: { a: 1 }, fault: null });
    expect(readOptionalJson('[]').fault).not.toBeNull();
  });
});
