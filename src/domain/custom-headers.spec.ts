import { describe, it, expect } from '@jest/globals';
import { findHeaderFaults } from './custom-headers.ts';

const RESERVED = ['webhook-id', 'Webhook-Signature', 'content-type', 'user-agent'];

function pathsOf(headers: Record<string, string>): string[] {
  return findHeaderFaults(headers, RESERVED).map((fault) => fault.path);
}

describe('findHeaderFaults', () => {
  it('finds none in ordinary headers', () => {
    const headers = { Authorization: 'Bearer abc~!', 'X-Env': 'a b', 'x.y_z': '', Forwarded: 'for="x"' };
    expect(findHeaderFaults(headers, RESERVED)).toEqual([]);
    expect(findHeaderFaults({}, RESERVED)).toEqual([]);
  });

  it.each([
    ...[
      'Content-Length',
      'transfer-encoding',
      'CONNECTION',
      'Keep-Alive',
      'Upgrade',
      'Expect',
      'TE',
      'Trailer',
    ],
    ...[
      'Host',
      'Proxy-Authorization',
      'Proxy-Connection',
      'proxy-anything',
      'Content_Length',
      'TRANSFER_ENCODING',
    ],
    ...['keep_alive', 'Proxy_Authorization', 'Webhook-Id', 'WEBHOOK_ID', 'webhook_signature', 'Content-Type'],
  ])('refuses %s', (name) => {
    expect(findHeaderFaults({ [name]: 'x' }, RESERVED)).toEqual([
      { path: `headers.${name}`, message: 'is set by the sender itself' },
    ]);
  });

  it.each(['', 'a b', 'a:', 'a\r\nb', 'ä', 'a,b', '(a)', 'a/b', 'a"', 'Host ', '\tHost', 'a\0'])(
    'refuses %j as a name',
    (name) => {
      expect(pathsOf({ [name]: 'x' })).toContain(`headers.${name}`);
    },
  );

  it.each(['a\r\nInjected: 1', 'a\nb', 'tab\there', 'ü', 'a\0', '\x7f', '\u2028', '😀'])(
    'refuses %j as a value and does not repeat it',
    (value) => {
      const faults = findHeaderFaults({ 'X-A': value }, RESERVED);
      expect(faults).toEqual([{ path: 'headers.X-A', message: 'must have a value of printable ASCII' }]);
    },
  );

  it('refuses a name given in two cases', () => {
    expect(pathsOf({ 'X-A': '1', 'x-a': '2' })).toEqual(['headers.x-a']);
  });

  it('takes 20 headers and not 21', () => {
    const headers = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`X-${String(index)}`, 'v']));
    expect(pathsOf(headers)).toEqual([]);
    expect(pathsOf({ ...headers, 'X-20': 'v' })).toEqual(['headers']);
  });

  it('takes 4 KiB a header and 8 KiB in all, and not a byte more', () => {
    const full = 'v'.repeat(4_096 - 'X-A'.length);
    expect(pathsOf({ 'X-A': full, 'X-B': full })).toEqual([]);
    expect(pathsOf({ 'X-A': `${full}v` })).toEqual(['headers.X-A']);
    expect(pathsOf({ 'X-A': full, 'X-B': full.slice(1), 'X-C': '' })).toEqual(['headers']);
  });

  it('lists every fault at once', () => {
    expect(pathsOf({ Host: 'ü', 'a b': 'x' })).toEqual(['headers.Host', 'headers.Host', 'headers.a b']);
  });
});
