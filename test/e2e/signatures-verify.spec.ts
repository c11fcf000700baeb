import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface Check {
  readonly verified: boolean;
  readonly format: string | null;
  readonly results: readonly {
    readonly format: string;
    readonly verified: boolean;
    readonly problems: readonly { readonly code: string; readonly message: string }[];
    readonly expected: readonly string[];
    readonly given: string | null;
  }[];
}

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp({ POSTHORN_LOG_LEVEL: 'trace' });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

/** A webhook of the format, and the first request that was sent to it. */
async function delivered(uid: string, format: string) {
  const made = await app.post('/api/webhooks', { uid, url: `${receiver.url}${uid}`, events: [uid], format });
  expect(made.status).toBe(201);
  await app.post('/api/events', { type: uid, data: { order: 4711 } });
  const request = await eventually('it is delivered', () =>
    Promise.resolve(receiver.requests.find(({ path }) => path === `/${uid}`)),
  );
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const { secret } = made.body as { secret: string };
  return { secret, headers, body: request.body.toString() };
}

async function verify(body: object): Promise<Check> {
  const answer = await app.post('/api/formats/verify', body);
  expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
  return answer.body as Check;
}

describe('POST /api/formats/verify', () => {
  it.each(['standard', 'svix', 'github', 'stripe'])(
    '200: verifies what was delivered as %s',
    async (format) => {
      const { secret, headers, body } = await delivered(`verified-${format}`, format);
      const check = await verify({ headers, body, secrets: [secret] });
      expect(check).toMatchObject({ verified: true, format });
      expect(check.results.map(({ format: name }) => name).toSorted()).toContain('slack');
      expect(check.results[0]?.expected).toEqual([check.results[0]?.given]);
    },
  );

  it('200: takes the body in base64, and one format alone', async () => {
    const { secret, headers, body } = await delivered('encoded', 'standard');
    const encoded = { body: Buffer.from(body).toString('base64'), body_encoding: 'base64' };
    const check = await verify({ headers, ...encoded, secrets: [secret], format: 'standard' });
    expect(check.verified).toBe(true);
    expect(check.results).toHaveLength(1);
  });

  it('200: tries formats of the tenant’s own', async () => {
    const own = { name: 'own-signed', signature: { header: 'X-Own', content: '{event.type}|{body}' } };
    const headers = { 'X-Type': '{event.type}' };
    expect((await app.post('/api/formats', { ...own, headers })).status).toBe(201);
    const sent = await delivered('own-format', 'own-signed');
    const check = await verify({ headers: sent.headers, body: sent.body, secrets: [sent.secret] });
    expect(check).toMatchObject({ verified: true, format: 'own-signed' });
  });

  it('200: says by how much the time is off, and what the body has lost', async () => {
    const { secret, headers, body } = await delivered('late', 'standard');
    const now = new Date(Number(headers['webhook-timestamp']) * 1_000 + 360_000).toISOString();
    const late = await verify({ headers, body, secrets: [secret], now });
    expect(late.results[0]?.problems).toEqual([
      { code: 'timestamp_outside_tolerance', message: expect.stringContaining('360 s before') },
    ]);
    const indented = JSON.stringify(JSON.parse(body), null, 2);
    const changed = await verify({ headers, body: indented, secrets: [secret] });
    expect(changed).toMatchObject({ verified: false, format: null });
    expect(changed.results[0]).toMatchObject({ format: 'standard', problems: [{ code: 'body_changed' }] });
  });

  it('leaves no secret in the log', async () => {
    const secret = 'a-secret-that-nobody-may-read';
    await verify({ headers: {}, body: '', secrets: [secret] });
    await app.post('/api/formats/verify', { headers: {}, body: 1, secrets: [secret] });
    expect(app.complaints.join('\n')).not.toContain(secret);
  });

  it.each([
    ['no secret', { secrets: [] }, 'secrets'],
    ['too many secrets', { secrets: Array<string>(6).fill('s') }, 'secrets'],
    ['a header that is no text', { headers: { a: 1 } }, 'headers'],
    ['a header that is too long', { headers: { a: 'x'.repeat(8_193) } }, 'headers'],
    [
      'too many headers',
      { headers: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`h${n}`, ''])) },
      'headers',
    ],
    ['a body that is too large', { body: 'x'.repeat(262_145) }, 'body'],
    ['a body that is no base64', { body: 'a b', body_encoding: 'base64' }, 'body'],
    ['an unknown format', { format: 'nobody-has-it' }, 'format'],
    ['a time that is none', { now: 'now' }, 'now'],
  ])('422: for %s', async (_, change, path) => {
    const answer = await app.post('/api/formats/verify', {
      headers: {},
      body: '',
      secrets: ['s'],
      ...change,
    });
    expect(answer.status).toBe(422);
    expect((answer.body as { errors: { path: string }[] }).errors.map((fault) => fault.path)).toContain(path);
  });
});

describe('POST /api/webhooks/{id}/verify', () => {
  it('200: knows the secrets, and tells neither them nor what they would sign', async () => {
    const { secret, headers, body } = await delivered('by-webhook', 'standard');
    const right = await app.post('/api/webhooks/by-webhook/verify', { headers, body });
    expect(right.body).toMatchObject({ verified: true, format: 'standard', results: [{ expected: [] }] });
    const forged = await app.post('/api/webhooks/by-webhook/verify', { headers, body: `${body} ` });
    expect(forged.body).toMatchObject({ verified: false, results: [{ expected: [] }] });
    expect(JSON.stringify([right.body, forged.body])).not.toContain(secret);
  });

  it('200: takes either secret while they overlap', async () => {
    const { headers, body } = await delivered('rotated', 'standard');
    await app.post('/api/webhooks/rotated/secret/rotate', { overlap_seconds: 60 });
    const answer = await app.post('/api/webhooks/rotated/verify', { headers, body });
    expect(answer.body).toMatchObject({ verified: true, results: [{ secret_index: 1 }] });
  });
});

describe('GET /api/webhooks/{id}/snippets', () => {
  it('200: in four languages for the webhook’s own format, without its secret', async () => {
    const { secret } = await delivered('with-snippets', 'stripe');
    const answer = await app.get('/api/webhooks/with-snippets/snippets');
    const { format, snippets } = answer.body as { format: string; snippets: { language: string }[] };
    expect(format).toBe('stripe');
    expect(snippets.map(({ language }) => language)).toEqual(['node', 'python', 'go', 'php']);
    expect(JSON.stringify(snippets)).toContain('stripe-signature');
    expect(JSON.stringify(snippets)).not.toContain(secret);
  });

  it.each([
    ['a key pair', { signature: 'ed25519' }],
    ['nothing', { format: 'slack' }],
  ])('200: none for what is signed by %s', async (name, fields) => {
    const uid = `unsigned-${name.replaceAll(' ', '-')}`;
    expect(
      (await app.post('/api/webhooks', { uid, url: receiver.url, events: [uid], ...fields })).status,
    ).toBe(201);
    expect((await app.get(`/api/webhooks/${uid}/snippets`)).body).toMatchObject({ snippets: [] });
  });
});
