import { isIP } from 'node:net';
import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { canonicalAddress } from './ip-address.ts';

describe('canonicalAddress', () => {
  it.each([
    ['8.8.8.8', '8.8.8.8'],
    ['::ffff:8.8.8.8', '8.8.8.8'],
    ['0:0:0:0:0:FFFF:808:808', '8.8.8.8'],
    ['2606:4700:0:0::1', '2606:4700::1'],
    ['2606:4700::1%eth0', null],
    ['::1.2.3.4', null],
    ['localhost', null],
  ])('spells %s as %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it('takes nothing that the operating system would not take as the same address', () => {
    const piece = fc.constantFrom(
      '0',
      '1',
      '127',
      '256',
      'ffff',
      '0x7f',
      '01',
      ':',
      '::',
      '.',
      '%',
      'fe80',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const canonical = canonicalAddress(pieces.join(''));
        if (canonical !== null) expect(isIP(pieces.join(''))).not.toBe(0);
      }),
      { numRuns: 5_000 },
    );
  });

  it('spells every address as the URL parser does', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4(),
          fc.ipV6().filter((text) => !text.includes('.')),
        ),
        (text) => {
          const isVersion6 = text.includes(':');
          const host = new URL(isVersion6 ? `http://[${text}]/` : `http://${text}/`).hostname;
          const viaUrl = canonicalAddress(isVersion6 ? host.slice(1, -1) : host);
          expect(canonicalAddress(text)).toBe(viaUrl);
          expect(viaUrl).not.toBeNull();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
