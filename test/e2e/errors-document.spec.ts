import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';
import { ERRORS } from '../../src/domain/errors.ts';
import { openGuide } from '../support/guide.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const document = openGuide('docs/errors.md');

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

function exampleOf(code: string): object {
  const found = new RegExp(`### \`${code}\`[^]*?\`\`\`json\\n([^]*?)\`\`\``).exec(document.text)?.[1];
  return JSON.parse(found ?? 'null') as object;
}

const webhook = { url: 'http://127.0.0.1:9/' };
const tooLong = { type: 'a', data: { text: 'x'.repeat(1_048_576) } };

describe('docs/errors.md', () => {
  it('has an example of every code', () => {
    for (const [code, { status, title }] of Object.entries(ERRORS)) {
      const type = `urn:posthorn:error:${code}`;
      expect(exampleOf(code)).toMatchObject({ type, code, status, title });
    }
  });

  it.each<[string, () => Test]>([
    ['malformed_json', () => app.post('/api/webhooks').type('json').send('{')],
    ['forbidden', () => app.get('/api/webhooks').set('Host', 'example.com')],
    ['not_found', () => app.get('/api/webhooks/nobody')],
    ['method_not_allowed', () => app.delete('/api/events')],
    ['precondition_failed', () => app.put('/api/webhooks/new', webhook).set('If-Match', '"0"')],
    ['payload_too_large', () => app.post('/api/events/batch', { events: [{}, {}, {}, tooLong] })],
    ['unsupported_media_type', () => request(app.server).post('/api/webhooks').type('text').send('{}')],
    ['invalid', () => app.post('/api/webhooks', { url: 1, retry: { jitter: 2 } })],
  ])('shows %s as it is answered', async (code, ask) => {
    const answer = await ask();
    const example = exampleOf(code);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const own = { request_id: answer.headers['x-request-id'], detail: expect.any(String) as unknown };
    expect(answer.body).toEqual({ ...example, ...own });
    expect(Object.keys(answer.body as object)).toEqual(Object.keys(example));
  });
});
