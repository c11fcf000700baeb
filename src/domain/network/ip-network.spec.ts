import { describe, it, expect } from '@jest/globals';
import { formatNetwork, parseNetwork } from './ip-network.ts';

describe('parseNetwork', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['127.0.0.1/8', '127.0.0.0/8'],
    ['10.1.2.3/32', '10.1.2.3/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['fd00::/8', 'fd00::/8'],
    ['FD00:0:0::5/64', 'fd00::/64'],
    ['::1/128', '::1/128'],
    ['::/0', '::/0'],
  ])('reads %s as %s', (text, canonical) => {
    expect(formatNetwork(parseNetwork(text))).toBe(canonical);
  });

  it.each([
    ...[
      '',
      '/',
      '10.0.0.0',
      '10.0.0.0/',
      '10.0.0.0/33',
      '10.0.0.0/-1',
      '10.0.0.0/8.0',
      '10.0.0.0/8/8',
      '10/8',
    ],
    ...[
      '010.0.0.0/8',
      '0x0a.0.0.0/8',
      'fd00::',
      'fd00::/129',
      'fe80::1%eth0/64',
      'localhost/8',
      '*',
      'private',
    ],
    ...['10.0.0.0/255.0.0.0', ' 10.0.0.0/8', '10.0.0.0/8 '],
  ])('says that %j is no range', (text) => {
    expect(() => parseNetwork(text)).toThrow(/is not an IP range in CIDR notation such as 10\.0\.0\.0\/8/);
  });

  it('asks for IPv4 where a mapped range would never match', () => {
    expect(() => parseNetwork('::ffff:10.0.0.0/104')).toThrow(/write it as IPv4/);
    expect(() => parseNetwork('::ffff:10.0.0.0/8')).toThrow(/write it as IPv4/);
  });
});
