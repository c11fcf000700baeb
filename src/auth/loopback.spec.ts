import { describe, expect, it } from '@jest/globals';
import { isLoopbackHost, isSameOrigin } from './loopback.ts';

describe('isLoopbackHost', () => {
  it.each([
    'localhost',
    'LOCALHOST:3000',
    '127.0.0.1',
    '127.0.0.1:80',
    '127.255.1.2:3000',
    '[::1]',
    '[::1]:3000',
  ])('takes %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    '',
    'example.com',
    'localhost.example.com',
    'localhost.:3000',
    'localhost:3000:1',
    'localhost@evil.example',
    'evil.example#localhost',
    '127.0.0.1.evil.example',
    '127.0.0.256',
    '127.1',
    '0x7f.0.0.1',
    '128.0.0.1',
    '0.0.0.0',
    '::1',
    '[::2]',
    '[::ffff:127.0.0.1]',
    ' localhost',
  ])('refuses %j', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('isSameOrigin', () => {
  it('compares host and port', () => {
    expect(isSameOrigin('http://localhost:3000', 'localhost:3000')).toBe(true);
    expect(isSameOrigin('https://LOCALHOST:3000', 'localhost:3000')).toBe(true);
    expect(isSameOrigin('http://localhost:4000', 'localhost:3000')).toBe(false);
    expect(isSameOrigin('http://127.0.0.1:3000', 'localhost:3000')).toBe(false);
    expect(isSameOrigin('ftp://localhost:3000', 'localhost:3000')).toBe(false);
    expect(isSameOrigin('null', 'localhost:3000')).toBe(false);
    expect(isSameOrigin('', '')).toBe(false);
  });
});
