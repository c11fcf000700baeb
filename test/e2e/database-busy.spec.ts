import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const PARALLEL = 12;

describe('while the database cannot answer', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(async () => {
    await app.close();
  });

  it('503: a lock that somebody holds for too long makes every caller try again later', async () => {
    const holder = app.database.client();
    await holder.connect();
    await holder.query('begin; update posthorn.subscription_versions set version = version');
    const answers = await Promise.all(
      Array.from(
        { length: PARALLEL },
        async () => await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/' }),
      ),
    );
    await holder.end();
    expect(answers.map((answer) => answer.status)).toEqual(Array(PARALLEL).fill(503));
    expect(answers[0]?.body).toMatchObject({ code: 'unavailable', status: 503 });
    expect(answers[0]?.headers['retry-after']).toMatch(/^\d+$/);
    expect((await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/' })).status).toBe(201);
  });
});
