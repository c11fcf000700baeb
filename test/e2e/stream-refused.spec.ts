import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('HEAD', () => {
  it('is answered without a stream', async () => {
    const answer = await fetch(`${app.url}/api/stream`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('404', () => {
  it('for a webhook that the tenant has not', async () => {
    expect((await app.get('/api/stream?webhook_id=nobody')).status).toBe(404);
  });
});

describe('422', () => {
  it.each(['outcome=won', 'error_type=', 'limit=5', 'cursor=a', 'status=failed', 'q=a'])(
    'for %s',
    async (query) => {
      const answer = await app.get(`/api/stream?${query}`);
      expect(answer.body).toMatchObject({ status: 422, errors: [{ path: query.split('=')[0] }] });
    },
  );

  it.each(['nonsense', 'dlv_01h455vb4pex5vsknk084sn02q'])('for the Last-Event-ID %s', async (id) => {
    const answer = await app.get('/api/stream').set('Last-Event-ID', id);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'Last-Event-ID' }] });
  });
});
