import { describe, it, expect } from '@jest/globals';
import { classifyHost } from './host.ts';

describe('classifyHost', () => {
  it.each([
    ['http://127.1/', ['127.0.0.1']],
    ['http://0x7f000001./', ['127.0.0.1']],
    ['http://[::ffff:127.0.0.1]/', ['127.0.0.1']],
    ['http://[FD00::0001]/', ['fd00::1']],
    ['http://LOCALHOST/', ['127.0.0.1', '::1']],
    ['http://localhost./', ['127.0.0.1', '::1']],
    ['http://api.localhost:8080/', ['127.0.0.1', '::1']],
    ['http://a.b.localhost./', ['127.0.0.1', '::1']],
  ])('knows the addresses of %s without asking', (url, addresses) => {
    expect(classifyHost(new URL(url).hostname)).toEqual({ addresses });
  });

  it.each([
    ['http://example.com/', 'example.com'],
    ['http://example.com./', 'example.com'],
    ['http://localhost.example.com/', 'localhost.example.com'],
    ['http://notlocalhost/', 'notlocalhost'],
    ['http://127.0.0.1.example.com/', '127.0.0.1.example.com'],
  ])('leaves the name of %s to be resolved', (url, name) => {
    expect(classifyHost(new URL(url).hostname)).toEqual({ name });
  });
});
