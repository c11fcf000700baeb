import { describe, it, expect } from '@jest/globals';
import { createAddressPolicy } from './address-rules.ts';

const closed = createAddressPolicy([]);

const REFUSED = [
  // every refused IPv4 block at both its edges
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.1', '127.255.255.254'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.31.196.1', '192.52.193.1'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['192.175.48.1'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '239.255.255.255'],
  ['240.0.0.0', '255.255.255.255'],
  // IPv6 outside 2000::/3 and the blocks inside it
  ['::', '::1', '::2'],
  ['64:ff9b::8.8.8.8', '64:ff9b::808:808', '64:ff9b:1::1'],
  ['100::1', '100:0:0:1::1', '1fff:ffff::1', '4000::1', '5f00::1'],
  ['2001::1', '2001:1ff:ffff::1', '2001:db8::1', '2002::1', '2002:808:808::1', '3fff::1', '3fff:fff:ffff::1'],
  ['fc00::1', 'fd00::1', 'fdff:ffff::1', 'fe80::1', 'fec0::1', 'ff02::1', 'ffff::1'],
  // mapped IPv4 is IPv4; compatible and translated IPv4 are not global unicast
  ['::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:a9fe:a9fe', '::FFFF:10.0.0.1', '::ffff:0.0.0.0'],
  ['::127.0.0.1', '::8.8.8.8', '::808:808', '::ffff:0:808:808', '::ffff:0:127.0.0.1'],
  // zone ids
  ['fe80::1%eth0', 'fe80::1%1', '2606:4700::1%eth0', '::1%lo', '8.8.8.8%eth0'],
  // cloud metadata
  ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254'],
  // not an address in its usual spelling, even where the number would be global
  [
    '',
    ' ',
    'localhost',
    'example.com',
    '8.8.8',
    '8.8.8.8.8',
    '8.8.8.256',
    '8.8.8.8.',
    ' 8.8.8.8',
    '8.8.8.8 ',
  ],
  ['0177.0.0.1', '010.8.8.8', '8.8.8.08', '0x8.8.8.8', '0x08080808', '134744072', '2130706433', '127.1'],
  [
    '[2606:4700::1]',
    '2606:4700:::1',
    '2606::4700::1',
    '1:2:3:4:5:6:7',
    '2606:4700::1/64',
    '12345::1',
    'g::1',
  ],
  ['٨.٨.٨.٨', '８.８.８.８', '8。8。8。8', '8.8.8.8\0', '8.8.8.8\n'],
].flat();

const ALLOWED = [
  ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '93.184.216.34', '100.63.255.255', '100.128.0.0'],
  ...['126.255.255.255', '128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0'],
  ...[
    '192.0.1.0',
    '192.0.3.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
  ],
  ...['::ffff:8.8.8.8', '::ffff:808:808', '::FFFF:1.1.1.1'],
  ...[
    '2000::1',
    '2001:200::1',
    '2001:4860:4860::8888',
    '2001:db7::1',
    '2001:db9::1',
    '2003::1',
    '2606:4700::1111',
  ],
  ...['2606:4700:0:0:0:0:0:1111', '2A00:1450:4001::200E', '3ffe::1', '3fff:1000::1'],
];

describe('an address policy without opened ranges', () => {
  it.each(REFUSED)('refuses %j', (address) => {
    expect(closed.isAllowed(address)).toBe(false);
  });

  it.each(ALLOWED)('allows %j', (address) => {
    expect(closed.isAllowed(address)).toBe(true);
  });
});

describe('an address policy with opened ranges', () => {
  it('allows what lies in them and nothing beside', () => {
    const policy = createAddressPolicy(['127.0.0.0/8', '10.1.0.0/16', 'fd00::/8']);
    expect(
      ['127.0.0.1', '127.9.9.9', '10.1.2.3', '::ffff:10.1.2.3', 'fd12::1'].every((address) =>
        policy.isAllowed(address),
      ),
    ).toBe(true);
    expect(
      ['10.2.0.1', '192.168.0.1', '::1', 'fc00::1', 'fe80::1%1'].some((address) => policy.isAllowed(address)),
    ).toBe(false);
    expect(policy.isAllowed('8.8.8.8')).toBe(true);
  });

  it('keeps cloud metadata refused in any spelling and any range', () => {
    const policy = createAddressPolicy(['0.0.0.0/0', '::/0']);
    const metadata = [
      ...['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192'],
      ...['fd00:ec2::254', 'fd00:0ec2:0:0:0:0:0:0254', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe'],
    ];
    expect(metadata.filter((address) => policy.isAllowed(address))).toEqual([]);
    expect(
      ['169.254.169.253', '10.0.0.1', 'fd00:ec2::253', 'fe80::1'].every((address) =>
        policy.isAllowed(address),
      ),
    ).toBe(true);
  });

  it('reports a range that cannot be parsed', () => {
    expect(() => createAddressPolicy(['10.0.0.0/8', '10.0.0.0'])).toThrow(RangeError);
  });
});
