import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inProject } from '../architecture/project-files.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const GZIP_BYTES_MAX = 250 * 1_024;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.close();
});

/** The addresses that a page names for its script, the parts of it that pages share, and its styles. */
function namedBy(page: string): string[] {
  return [...page.matchAll(/(?:src|href)="(\.\/assets\/[^"]+)"/g)].map(([, address]) => address ?? '');
}

describe('the console’s page', () => {
  it.each([
    ['/console/', './'],
    ['/console/webhooks', './'],
    ['/console/deliveries/dlv_1', '../'],
    ['/console/a/b/c?x=/1/2', '../../'],
    ['/console/deliveries/', '../'],
  ])('is at %s, and leads back from there', async (path, base) => {
    const { status, text, headers } = await app.get(path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': [
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'",
        "frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
      ].join('; '),
    });
    expect(text).toContain(`<base href="${base}" />`);
    const below = `https://example.com/prefix${path}`;
    expect(new URL(base, below).href).toBe('https://example.com/prefix/console/');
    expect(text.match(/<script /g)).toHaveLength(1);
    expect(text.match(/<link rel="stylesheet"/g)).toHaveLength(1);
    const preloads = text.match(/<link rel="modulepreload"/g) ?? [];
    expect(namedBy(text)).toHaveLength(2 + preloads.length);
  });

  it('is where its slash is, below whatever a proxy puts in front', async () => {
    const { status, headers } = await fetch(`${app.url}/console?a=1`, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([308, 'console/?a=1']);
  });

  it('holds no script and no style of its own, which the policy would refuse', async () => {
    const { text } = await app.get('/console/');
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });
});

describe('its files', () => {
  it('are kept by browsers for good, and compressed where they take that', async () => {
    const { text } = await app.get('/console/');
    for (const address of namedBy(text)) {
      const path = `/console/${address.slice(2)}`;
      const plain = await fetch(app.url + path, { headers: { 'Accept-Encoding': 'identity' } });
      expect(Object.fromEntries(plain.headers)).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
      });
      expect(plain.headers.get('content-encoding')).toBeNull();
      const response = await fetch(app.url + path, { headers: { 'Accept-Encoding': 'gzip' } });
      expect(response.headers.get('content-encoding')).toBe('gzip');
      expect(await response.text()).toBe(await plain.text());
    }
  });

  it.each([
    '/console/assets/none.js',
    '/console/assets/..%2Findex.html',
    '/console/assets/',
    '/console/assets/a/b',
  ])('are no others: %s', async (path) => {
    const answer = await app.get(path);
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([404, 'not_found']);
  });

  it('are small together', () => {
    const folder = inProject('dist/web/assets');
    const names = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
    const sizes = names.map((name) => gzipSync(readFileSync(`${folder}/${name}`), { level: 9 }).length);
    expect(names.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(GZIP_BYTES_MAX);
    for (const name of names) {
      expect(gunzipSync(readFileSync(`${folder}/${name}.gz`)).equals(readFileSync(`${folder}/${name}`))).toBe(
        true,
      );
    }
  });
});

describe('POSTHORN_CONSOLE=off', () => {
  it('leaves no console, and nobody to sign in', async () => {
    const without = await startTestApp({ POSTHORN_CONSOLE: 'off' });
    for (const path of ['/console', '/console/', '/console/sign-in', '/api/console/session']) {
      expect([path, (await without.get(path)).status]).toEqual([path, 404]);
    }
    await without.close();
  });
});
