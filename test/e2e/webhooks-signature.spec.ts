import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createSigningKey, publicKeyOf } from '../../src/domain/signing-keys.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface WebhookAnswer {
  readonly id: string;
  readonly secret: string | null;
  readonly signature: string;
  readonly public_key: string | null;
  readonly version: number;
}

interface SecretsAnswer {
  readonly secret: string | null;
  readonly public_key: string | null;
  readonly previous: readonly { secret: string | null; public_key: string | null }[];
}

const PUBLIC_KEY = /^whpk_[A-Za-z0-9+/]{43}=$/;
const SHARED = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const create = async (body: object): Promise<WebhookAnswer> => {
  const answer = await app.post('/api/webhooks', { url: receiver.url, events: ['nothing'], ...body });
  expect(answer.status).toBe(201);
  return answer.body as WebhookAnswer;
};
const rotate = (id: string, body: object = {}) => app.post(`/api/webhooks/${id}/secret/rotate`, body);

/** As a receiver does that knows the public key alone. */
function isSignedFor(publicKey: string, { headers, body }: ReceivedRequest): boolean {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const head = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`;
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((entry) => entry.startsWith('v1a,'))
    .some((entry) =>
      verify(null, Buffer.concat([Buffer.from(head), body]), key, Buffer.from(entry.slice(4), 'base64')),
    );
}

/** The request of one event, which goes to this webhook alone. */
async function deliver(id: string): Promise<ReceivedRequest> {
  const index = receiver.requests.length;
  await app.patch(`/api/webhooks/${id}`, { events: [id] });
  await app.post('/api/events', { type: id, data: { customer: 'Zoë' } });
  return await eventually('it arrives', () => receiver.requests[index]);
}

describe('a webhook signed by an ed25519 key', () => {
  it('shows its public key, and nobody its private one', async () => {
    const made = await create({ signature: 'ed25519' });
    expect(made).toMatchObject({ signature: 'ed25519', secret: null });
    expect(made.public_key).toMatch(PUBLIC_KEY);
    const answers = [
      await app.get(`/api/webhooks/${made.id}`),
      await app.get(`/api/webhooks/${made.id}/secret`),
      await app.get('/api/webhooks?limit=250'),
      await rotate(made.id),
    ];
    for (const { text } of answers) {
      expect(text).toMatch(/whpk_/);
      expect(text).not.toMatch(/whsk_/);
    }
    expect(answers[1]?.body).toEqual({ secret: null, public_key: made.public_key, previous: [] });
  });

  it('sends what its public key verifies, and no other', async () => {
    const { id, public_key: publicKey } = await create({ signature: 'ed25519' });
    const request = await deliver(id);
    expect(request.headers['webhook-signature']).toMatch(/^v1a,[\w+/]{86}==$/);
    expect(isSignedFor(publicKey ?? '', request)).toBe(true);
    expect(isSignedFor(publicKeyOf(createSigningKey(randomBytes)) ?? '', request)).toBe(false);
  });

  it('may be brought along, and is then told by its prefix', async () => {
    const key = createSigningKey(randomBytes);
    const made = await create({ secret: key });
    expect(made).toMatchObject({ secret: null, signature: 'ed25519', public_key: publicKeyOf(key) });
    expect(await create({ secret: key, signature: 'ed25519' })).toMatchObject({
      public_key: publicKeyOf(key),
    });
  });

  it('is answered again without a private key where its creation is repeated', async () => {
    const once = async () =>
      await app
        .post('/api/webhooks', { url: receiver.url, events: ['nothing'], signature: 'ed25519' })
        .set('Idempotency-Key', 'once');
    const [first, again] = [await once(), await once()];
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(again.body).toMatchObject({
      secret: null,
      public_key: expect.stringMatching(PUBLIC_KEY) as unknown,
    });
  });

  it('signs a test send to any URL', async () => {
    const key = createSigningKey(randomBytes);
    const index = receiver.requests.length;
    const body = { url: receiver.url, event_type: 'a', data: {}, secret: key };
    expect((await app.post('/api/webhooks/test', body)).status).toBe(200);
    const request = await eventually('it arrives', () => receiver.requests[index]);
    expect(isSignedFor(publicKeyOf(key) ?? '', request)).toBe(true);
  });
});

describe('a rotation', () => {
  it('signs by both keys for the overlap, shows the new one and another tag, at the same version', async () => {
    const { id, public_key: before, version } = await create({ signature: 'ed25519' });
    const tagBefore = (await app.get(`/api/webhooks/${id}`)).headers.etag;
    const rotated = (await rotate(id, { overlap_seconds: 60 })).body as SecretsAnswer;
    expect(rotated.public_key).not.toBe(before);
    expect(rotated.previous).toMatchObject([{ secret: null, public_key: before }]);
    const shown = await app.get(`/api/webhooks/${id}`);
    expect(shown.body).toMatchObject({ signature: 'ed25519', public_key: rotated.public_key, version });
    expect(shown.headers.etag).not.toBe(tagBefore);

    const request = await deliver(id);
    expect(isSignedFor(before ?? '', request)).toBe(true);
    expect(isSignedFor(rotated.public_key ?? '', request)).toBe(true);
    await rotate(id, { overlap_seconds: 0 });
    expect(isSignedFor(rotated.public_key ?? '', await deliver(id))).toBe(false);
  });

  it('leaves the tag of a webhook whose shared secret it replaces', async () => {
    const { id } = await create({});
    const tagBefore = (await app.get(`/api/webhooks/${id}`)).headers.etag;
    await rotate(id);
    expect((await app.get(`/api/webhooks/${id}`)).headers.etag).toBe(tagBefore);
  });

  it('leads from a shared secret to a key pair and back, each of which verifies meanwhile', async () => {
    const { id } = await create({ secret: SHARED });
    const rotated = (await rotate(id, { signature: 'ed25519' })).body as SecretsAnswer;
    expect(rotated).toMatchObject({ secret: null, previous: [{ secret: SHARED, public_key: null }] });
    const request = await deliver(id);
    expect(isSignedFor(rotated.public_key ?? '', request)).toBe(true);
    expect(new Webhook(SHARED).verify(request.body, request.headers as Record<string, string>)).toBeTruthy();

    const back = (await rotate(id, { signature: 'hmac-sha256', overlap_seconds: 0 })).body as SecretsAnswer;
    expect(back).toEqual({
      secret: expect.stringMatching(/^whsec_/) as unknown,
      public_key: null,
      previous: [],
    });
    const shown = (await app.get(`/api/webhooks/${id}`)).body as WebhookAnswer;
    expect(shown).toMatchObject({ signature: 'hmac-sha256', public_key: null });
  });
});

describe('422', () => {
  const halves = `whsk_${Buffer.alloc(64, 5).toString('base64')}`;
  it.each([
    [{ signature: 'rsa' }, 'signature'],
    [{ signature: null }, 'signature'],
    [{ signature: 'ed25519', secret: SHARED }, 'signature'],
    [{ signature: 'hmac-sha256', secret: createSigningKey(randomBytes) }, 'signature'],
    [{ secret: halves }, 'secret'],
    [{ secret: createSigningKey(randomBytes).slice(0, -6) }, 'secret'],
  ])('for a new webhook with %j', async (body, path) => {
    const answer = await app.post('/api/webhooks', { url: receiver.url, ...body });
    expect(answer.status).toBe(422);
    expect((answer.body as { errors: { path: string }[] }).errors.map((fault) => fault.path)).toEqual([path]);
    expect(answer.text).not.toContain('secret' in body ? body.secret.slice(6, 40) : 'whsk_');
  });

  it('for a PUT that would silently make another secret, and none where it says what is there', async () => {
    const { id, public_key: publicKey } = await create({ signature: 'ed25519' });
    const put = (body: object) => app.put(`/api/webhooks/${id}`, { url: receiver.url, ...body });
    expect((await put({ signature: 'hmac-sha256' })).body).toMatchObject({ errors: [{ path: 'signature' }] });
    expect((await put({ signature: 'ed25519' })).body).toMatchObject({ public_key: publicKey });
    expect((await put({})).body).toMatchObject({ public_key: publicKey });
    const shared = await put({ signature: 'hmac-sha256', secret: SHARED });
    expect(shared.body).toMatchObject({ signature: 'hmac-sha256', public_key: null });
  });
});
