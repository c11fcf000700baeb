import { describe, expect, it } from '@jest/globals';
import { readRequest, writeRequest } from './raw-request.ts';

describe('readRequest', () => {
  it('takes the line before the headers, or none, and any line ends', () => {
    const request = {
      headers: { 'content-type': 'application/json', 'x-two': 'a, b' },
      body: '{"a":1}\n\n{}',
    };
    const lines = ['Content-Type: application/json', 'X-Two: a', 'x-two:b ', ''];
    expect(readRequest([...lines, request.body].join('\n'))).toEqual({ request });
    const withLine = ['POST /hooks?a=1 HTTP/1.1', ...lines, request.body].join('\r\n');
    expect(readRequest(withLine)).toEqual({ request });
  });

  it('reads what it writes, the body to the letter', () => {
    const request = { headers: { 'webhook-id': 'msg_1' }, body: ' {"a": 1}\n' };
    expect(readRequest(writeRequest(request))).toEqual({ request });
    expect(readRequest('webhook-id: msg_1')).toEqual({ request: { ...request, body: '' } });
  });

  it.each([
    ['', 'Headers are wanted first, then an empty line and the body.'],
    ['POST /hooks HTTP/1.1', 'There is no header in it.'],
    ['webhook-id: 1\n{"a":1}', 'Line 2 is no header: “{"a":1}”. An empty line stands before the body.'],
    ['\n\n{}', 'Headers are wanted first, then an empty line and the body.'],
  ])('%j: %s', (text, fault) => {
    expect(readRequest(text)).toEqual({ fault });
  });
});
