import { expect, it } from '@jest/globals';
import { requestHead } from './request-text.ts';

it('writes a request as it goes out, the webhook’s own headers in the place of the format’s', () => {
  const headers = { 'content-type': 'application/json', 'webhook-id': 'evt_1' };
  const ownHeaders = { 'Content-Type': 'text/plain', 'X-Team': '***' };
  expect(requestHead({ url: 'https://example.com:8443/a?b=1', headers, ownHeaders, body_bytes: 26 })).toBe(
    [
      'POST /a?b=1 HTTP/1.1',
      'host: example.com:8443',
      'webhook-id: evt_1',
      'Content-Type: text/plain',
      'X-Team: ***',
      'content-length: 26',
    ].join('\n'),
  );
});

it.each(['', 'https://', 'not yet'])('does without an address while it is typed: "%s"', (url) => {
  expect(requestHead({ url, headers: {}, ownHeaders: {}, body_bytes: 0 })).toContain('host: …');
});
