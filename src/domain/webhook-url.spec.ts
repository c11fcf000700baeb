import { describe, it, expect } from '@jest/globals';
import { createAddressPolicy } from './network/address-rules.ts';
import { HOSTILE_LITERALS } from '../../test/integration/transport/hostile-urls.ts';
import { isRefusedLiteral, parseWebhookUrl } from './webhook-url.ts';

const closed = createAddressPolicy([]);

describe('a hostile webhook URL', () => {
  it('has enough examples, none twice', () => {
    expect(new Set(HOSTILE_LITERALS).size).toBe(HOSTILE_LITERALS.length);
    expect(HOSTILE_LITERALS.length).toBeGreaterThanOrEqual(92);
  });

  it.each(HOSTILE_LITERALS)('%j is refused', (text) => {
    const parsed = parseWebhookUrl(text);
    expect('fault' in parsed || isRefusedLiteral(parsed.url, closed)).toBe(true);
  });
});

describe('parseWebhookUrl', () => {
  it.each([
    ['https://example.com/hook?a=1&b=%20', 'https://example.com/hook?a=1&b=%20'],
    ['HTTPS://EXAMPLE.com:443', 'https://example.com/'],
    ['http://example.com:80/a/../b/./c', 'http://example.com/b/c'],
    ['http://example.com:8080/#secret', 'http://example.com:8080/'],
    ['http://bücher.example/ü?ü', 'http://xn--bcher-kva.example/%C3%BC?%C3%BC'],
    ['http://8.8.8.8/', 'http://8.8.8.8/'],
    ['http://134744072/', 'http://8.8.8.8/'],
    ['https://[2606:4700::0001]:8443/x', 'https://[2606:4700::1]:8443/x'],
    ['http://@example.com/', 'http://example.com/'],
  ])('stores %s as %s, and that is not refused', (text, url) => {
    expect(parseWebhookUrl(text)).toEqual({ url });
    expect(parseWebhookUrl(url)).toEqual({ url });
    expect(isRefusedLiteral(url, closed)).toBe(false);
  });

  it('takes 2,048 characters and not one more, percent-encoded or not', () => {
    const url = `https://example.com/${'a'.repeat(2_048 - 'https://example.com/'.length)}`;
    expect(parseWebhookUrl(url)).toEqual({ url });
    expect(parseWebhookUrl(`${url}a`)).toEqual({ fault: 'must be at most 2048 characters long' });
    expect(parseWebhookUrl(`https://example.com/${'ü'.repeat(400)}`)).toEqual({
      fault: 'must be at most 2048 characters long',
    });
  });

  it('gives faults that repeat nothing of a password', () => {
    const parsed = parseWebhookUrl('https://user:hunter2@example.com/');
    expect(parsed).toEqual({ fault: 'must not contain a user name or password' });
  });
});

describe('isRefusedLiteral', () => {
  it('judges localhost by the loopback ranges that are open', () => {
    expect(isRefusedLiteral('http://localhost:3000/', closed)).toBe(true);
    expect(isRefusedLiteral('http://localhost:3000/', createAddressPolicy(['127.0.0.0/8']))).toBe(false);
    expect(isRefusedLiteral('http://localhost:3000/', createAddressPolicy(['::1/128']))).toBe(false);
  });

  it('does not resolve names', () => {
    expect(isRefusedLiteral('http://does-not-exist.invalid/', closed)).toBe(false);
  });
});
