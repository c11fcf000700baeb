import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type ReceivedRequest } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

/** For 200 deliveries, 8 at a time, on a busy machine. */
const PATIENCE_MS = 30_000;

interface Secrets {
  readonly secret: string;
  readonly previous: { secret: string; expires_at: string }[];
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const createWebhook = async (body: object = {}): Promise<{ id: string; secret: string }> =>
  (await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/', ...body })).body as {
    id: string;
    secret: string;
  };
const secretsOf = async (id: string): Promise<Secrets> =>
  (await app.get(`/api/webhooks/${id}/secret`)).body as Secrets;
const rotate = (id: string, body: object = {}) => app.post(`/api/webhooks/${id}/secret/rotate`, body);
const given = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;

/** How many of the requests a receiver that knows one secret would refuse. */
function countRefused(requests: readonly ReceivedRequest[], secret: string): number {
  const verifier = new Webhook(secret);
  return requests.filter(({ body, headers }) => {
    try {
      verifier.verify(body, headers as Record<string, string>);
      return false;
    } catch {
      return true;
    }
  }).length;
}

describe('200: the secret', () => {
  it('is shown where it is asked for, and kept by no cache', async () => {
    const { id, secret } = await createWebhook();
    const answer = await app.get(`/api/webhooks/${id}/secret`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ secret, public_key: null, previous: [] });
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

describe('200: a rotation', () => {
  it('makes a new secret, and keeps the old one for a day', async () => {
    const { id, secret } = await createWebhook();
    const startedAt = Date.now();
    const answer = await rotate(id);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const body = answer.body as Secrets;
    expect(body.secret).toMatch(/^whsec_/);
    expect(body.secret).not.toBe(secret);
    expect(body.previous).toEqual([{ secret, public_key: null, expires_at: expect.any(String) as unknown }]);
    const overlapMs = Date.parse(body.previous[0]?.expires_at ?? '') - startedAt;
    expect(Math.abs(overlapMs - 86_400_000)).toBeLessThan(60_000);
    expect(await secretsOf(id)).toEqual(body);
    expect((await app.get(`/api/webhooks/${id}`)).text).not.toContain('whsec_');
  });

  it('takes a secret of its caller’s, and with an overlap of 0 ends all others', async () => {
    const { id } = await createWebhook();
    await rotate(id, { secret: given(1) });
    expect((await secretsOf(id)).previous).toHaveLength(1);
    const answer = await rotate(id, { secret: given(2), overlap_seconds: 0 });
    expect(answer.body).toEqual({ secret: given(2), public_key: null, previous: [] });
  });

  it('leaves one current secret, of ten at once', async () => {
    const { id } = await createWebhook();
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate(id)));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([200, 200, 200, 200, ...Array<number>(6).fill(409)]);
    expect((await secretsOf(id)).previous).toHaveLength(4);
  });

  it('under traffic fails no verification, with the old secret or with the new one', async () => {
    const receiver = await startReceiver(() => ({ status: 204, delayMs: 2 }));
    const { id, secret } = await createWebhook({ url: receiver.url, events: ['steady'], max_in_flight: 8 });
    const publish = async (): Promise<void> => {
      const events = Array.from({ length: 200 }, (_, number) => ({ type: 'steady', data: { number } }));
      expect((await app.post('/api/events/batch', { events })).status).toBe(202);
    };
    await publish();
    await eventually('requests arrive', () => receiver.requests.length > 20);
    const rotated = (await rotate(id, { overlap_seconds: 3_600 })).body as Secrets;
    const answeredAt = performance.now();
    await publish();
    await eventually('all arrive', () => receiver.requests.length === 400, PATIENCE_MS);
    const later = receiver.requests.filter(({ at }) => at > answeredAt + 100);
    expect(later.length).toBeGreaterThanOrEqual(200);
    expect(countRefused(receiver.requests, secret)).toBe(0);
    expect(countRefused(later, rotated.secret)).toBe(0);
    expect(countRefused(receiver.requests, given(9))).toBe(400);

    const ended = (await rotate(id, { overlap_seconds: 0 })).body as Secrets;
    const endedAt = performance.now();
    await publish();
    await eventually('all arrive', () => receiver.requests.length === 600, PATIENCE_MS);
    const last = receiver.requests.filter(({ at }) => at > endedAt + 100);
    expect(last.length).toBeGreaterThan(0);
    expect(countRefused(last, ended.secret)).toBe(0);
    expect(countRefused(last, rotated.secret)).toBe(last.length);
    await receiver.close();
  }, 90_000);

  it('forgets a secret once it has run out', async () => {
    const { id, secret } = await createWebhook();
    const rotated = (await rotate(id, { overlap_seconds: 1 })).body as Secrets;
    expect(rotated.previous.map((previous) => previous.secret)).toEqual([secret]);
    await eventually('it has run out', async () => (await secretsOf(id)).previous.length === 0);
    expect((await secretsOf(id)).secret).toBe(rotated.secret);
  });
});

describe('404', () => {
  it('for an unknown webhook and another tenant’s', async () => {
    await addTenant(app, 'acme');
    const { id } = await createWebhook();
    for (const answer of [
      await app.get('/api/webhooks/nobody/secret'),
      await rotate('nobody'),
      await app.get(`/api/webhooks/${id}/secret`).set('Posthorn-Tenant', 'acme'),
      await rotate(id).set('Posthorn-Tenant', 'acme'),
    ]) {
      expect(answer.body).toMatchObject({ status: 404, detail: 'There is no such webhook.' });
      expect(answer.text).not.toContain('whsec_');
    }
  });
});

describe('409', () => {
  it('when five secrets sign already', async () => {
    const { id } = await createWebhook();
    for (let n = 0; n < 4; n += 1) expect((await rotate(id)).status).toBe(200);
    const answer = await rotate(id);
    expect(answer.body).toMatchObject({ status: 409, code: 'conflict' });
    expect((await rotate(id, { overlap_seconds: 0 })).status).toBe(200);
  });
});

describe('422', () => {
  it.each([
    [{ overlap_seconds: -1 }, 'overlap_seconds'],
    [{ overlap_seconds: 604_801 }, 'overlap_seconds'],
    [{ overlap_seconds: 1.5 }, 'overlap_seconds'],
    [{ overlap_seconds: null }, 'overlap_seconds'],
    [{ secret: 'whsec_short' }, 'secret'],
    [{ secret: null }, 'secret'],
    [{ signature: 'rsa' }, 'signature'],
    [{ signature: 'ed25519', secret: given(6) }, 'signature'],
    [{ nope: 1 }, 'nope'],
    [{ secret: given(5) }, 'secret'],
  ])('for %j', async (body, path) => {
    const { id } = await createWebhook({ secret: given(5) });
    const answer = await rotate(id, body);
    expect(answer.status).toBe(422);
    expect((answer.body as { errors: { path: string }[] }).errors[0]?.path).toBe(path);
    expect(await secretsOf(id)).toEqual({ secret: given(5), public_key: null, previous: [] });
  });
});
