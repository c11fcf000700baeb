import { describe, expect, it } from '@jest/globals';
import { createAddressPolicy } from '../../domain/network/address-rules.ts';
import { findHttpsFault } from './taskflow-url.ts';

const open = createAddressPolicy(['127.0.0.0/8', '10.0.0.0/8']);
const closed = createAddressPolicy([]);

describe('findHttpsFault', () => {
  it.each(['https://example.com/', 'https://127.0.0.1/', 'HTTPS://example.com/'])(
    'takes %s anywhere',
    (url) => {
      expect(findHttpsFault(url, closed)).toBeUndefined();
    },
  );

  it.each([
    'http://localhost/',
    'http://app.localhost:8080/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://[::ffff:127.0.0.1]/',
  ])('takes %s where loopback is open, and nowhere else', (url) => {
    expect(findHttpsFault(url, open)).toBeUndefined();
    expect(findHttpsFault(url, closed)).toContain('https');
  });

  it.each([
    'http://example.com/',
    'http://10.0.0.1/',
    'http://[::1]/',
    'http://0.0.0.0/',
    'http://localhost.example.com/',
  ])('refuses %s', (url) => {
    expect(findHttpsFault(url, open)).toContain('https');
  });
});
