import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { eventually } from '../support/eventually.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const ADMIN_KEY = 'k'.repeat(32);
const PER_SECOND = 3;
const BURST = 5;

/** What they may do in that time at most, with a window that was under way and one that still is. */
const mostOf = (startedAt: number): number => {
  const seconds = (performance.now() - startedAt) / 1_000;
  return PER_SECOND * (Math.ceil(seconds) + 1) + BURST * (Math.ceil(seconds / 10) + 1);
};

function expectRefusal({ body, headers }: Response): void {
  expect(body).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(headers['content-type']).toBe('application/problem+json');
  expect(Number(headers['retry-after'])).toBe(1);
  expect(headers.ratelimit).toBe('"requests";r=0;t=1');
  expect(headers['ratelimit-policy']).toBe(`"requests";q=${String(PER_SECOND)};w=1`);
}

describe('with keys', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({
      POSTHORN_ROLE: 'api',
      POSTHORN_AUTH: 'required',
      POSTHORN_ADMIN_KEY: ADMIN_KEY,
      POSTHORN_API_RATE_LIMIT: String(PER_SECOND),
      POSTHORN_API_RATE_BURST: String(BURST),
    });
  });
  afterAll(() => app.close());

  const ask = (key: string) => app.get('/api/webhooks').set('Authorization', `Bearer ${key}`);
  const askAtOnce = async (key: string, count: number) =>
    await Promise.all(Array.from({ length: count }, () => ask(key)));
  const askUntilServed = async (key: string): Promise<Response> => {
    for (;;) {
      const answer = await ask(key);
      if (answer.status !== 429) return answer;
    }
  };

  async function makeKey(): Promise<string> {
    for (;;) {
      const made = await app
        .post('/api/keys', { name: 'test', scopes: ['read'] })
        .set('Authorization', `Bearer ${ADMIN_KEY}`);
      if (made.status === 201) return (made.body as { key: string }).key;
      expect(made.status).toBe(429);
    }
  }

  it('serves a key what the limit and its burst say, and tells how it stands', async () => {
    const key = await makeKey();
    const first = await ask(key);
    expect(first.status).toBe(200);
    expect(first.headers.ratelimit).toMatch(/^"requests";r=2;t=1$/);
    const startedAt = performance.now();
    const answers = await askAtOnce(key, 200);
    const served = answers.filter(({ status }) => status === 200);
    expect(served.length).toBeLessThanOrEqual(mostOf(startedAt));
    expect(served.length).toBeGreaterThanOrEqual(BURST);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expectRefusal(answer);
    expect((await askUntilServed(key)).status).toBe(200);
  });

  it('counts each key on its own', async () => {
    const [busy, quiet] = [await makeKey(), await makeKey()];
    const [answers, answer] = await Promise.all([askAtOnce(busy, 100), ask(quiet)]);
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    expect(answer.status).toBe(200);
  });

  it('counts what has no good key by its address, and lets the known ones beside it go on', async () => {
    const key = await makeKey();
    expect((await askUntilServed(key)).status).toBe(200);
    const startedAt = performance.now();
    const guesses = Array.from({ length: 200 }, (_, index) => ask(`ph_guess_${String(index)}`));
    const [answers, known] = await Promise.all([Promise.all(guesses), ask(key)]);
    const judged = answers.filter(({ status }) => status === 401);
    expect(judged.length).toBeLessThanOrEqual(mostOf(startedAt));
    const refused = answers.filter(({ status }) => status !== 401);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expectRefusal(answer);
    expect(known.status).toBe(200);
  });

  it('holds before a body is read', async () => {
    const body = { type: 'order.paid', data: { text: 'x'.repeat(10_000) } };
    const post = () => app.post('/api/events', body);
    await eventually('the address is judged again', async () => (await post()).status === 401);
    const statuses = (await Promise.all(Array.from({ length: 100 }, post))).map(({ status }) => status);
    expect(statuses).toContain(429);
    expect(statuses.filter((status) => status !== 429 && status !== 401)).toEqual([]);
  });

  it('is not for health, metrics and the document, which need no key', async () => {
    for (const path of ['/health', '/health/live', '/health/ready', '/metrics', '/api/openapi.json']) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => app.get(path)));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      expect(answers[0]?.headers.ratelimit).toBeUndefined();
    }
  });
});

describe('with an open API', () => {
  it('counts by address, whatever keys are named', async () => {
    const app = await startTestApp({ POSTHORN_ROLE: 'api', POSTHORN_API_RATE_LIMIT: '1' });
    const asked = Array.from({ length: 100 }, (_, index) =>
      app.get('/api/webhooks').set('Authorization', `Bearer any-${String(index)}`),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    await app.close();
  });
});

describe('unless it is set', () => {
  it('nothing is limited', async () => {
    const app = await startTestApp({ POSTHORN_ROLE: 'api' });
    const answers = await Promise.all(Array.from({ length: 200 }, () => app.get('/api/webhooks')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers[0]?.headers.ratelimit).toBeUndefined();
    await app.close();
  });
});
