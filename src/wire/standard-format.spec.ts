import { createPublicKey, randomBytes, verify, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createSigningKey, publicKeyOf } from '../domain/signing-keys.ts';
import { createWebhookSecret } from '../domain/webhook-secrets.ts';
import { BUILT_IN_FORMATS, findRenderer, FORMAT_NAMES } from './built-in-formats.ts';
import { compileWireFormat } from './renderer.ts';
import type { RenderedRequest, RenderInput } from './wire-format.ts';

const standard = BUILT_IN_FORMATS.standard;
const render = compileWireFormat(standard);

function inputOf(change: {
  data: string;
  secrets?: readonly string[];
  number?: number;
  startedAt?: number;
}): RenderInput {
  return {
    event: {
      id: 'evt_01h455vb4pex5vsknk084sn02q',
      type: 'order.paid',
      occurredAt: 1_795_000_000_123,
      data: change.data,
    },
    delivery: { id: 'dlv_01h455vb4pex5vsknk084sn02q' },
    // The verifier compares with its own clock.
    attempt: { number: change.number ?? 1, startedAt: change.startedAt ?? Date.now() },
    webhook: { id: 'wh_01h455vb4pex5vsknk084sn02q' },
    secrets: change.secrets ?? [],
  };
}

const headersOf = (request: RenderedRequest): Record<string, string> => Object.fromEntries(request.headers);

function toPublicKey(text: string): KeyObject {
  const x = Buffer.from(text.replace('whpk_', ''), 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** Texts of JSON objects as producers may write them. */
const PAYLOADS = [
  '{}',
  ' {} ',
  '{"a":1}',
  '{ "a" : 1 }',
  '{\n\t"a":\r\n1}',
  '{"b":1,"a":2}',
  '{"a":1,"a":2}',
  '{"a":{"a":1,"a":[]},"a":{}}',
  '{"10":1,"9":2}',
  '{"":""}',
  '{"__proto__":1}',
  '{"n":1.0}',
  '{"n":1e2}',
  '{"n":1E+2}',
  '{"n":-0}',
  '{"n":12345678901234567890}',
  '{"n":0.1000000000000000055511151231257827}',
  '{"n":1e400}',
  '{"s":"Zoë"}',
  '{"s":"日本語"}',
  '{"s":"🦄"}',
  '{"s":"\\ud83e\\udd84"}',
  '{"s":"\\ud800"}',
  '{"s":"\\udc00\\ud800"}',
  '{"s":"\\u0000"}',
  '{"s":"a\\/b\\u002fc/"}',
  '{"s":"\\"\\\\\\b\\f\\n\\r\\t"}',
  '{"s":"\u2028\u2029\u007f"}',
  '{"s":"{event.id} {body}"}',
  `{"s":"${'é'.repeat(100_000)}"}`,
  `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`,
].map((data) => [JSON.stringify(data.slice(0, 60)), data] as const);

describe('the standard format', () => {
  it('signs as the example of Standard Webhooks does', () => {
    // Published with the specification's libraries and in the documentation they come from.
    const signed = compileWireFormat({ ...standard, body: '{event.data}' })({
      ...inputOf({ data: '{"test": 2432232314}', startedAt: 1_614_265_330_999 }),
      event: {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        type: 'test',
        occurredAt: 0,
        data: '{"test": 2432232314}',
      },
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    });
    expect(headersOf(signed)).toMatchObject({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('signs as the example of asymmetric signatures does', () => {
    // The specification's v1a example, made by the server that it comes from with this published key.
    const key =
      'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
    const signed = compileWireFormat({ ...standard, body: '{event.data}' })({
      ...inputOf({ data: '{"test": 2432232314}', startedAt: 1_614_265_330_000 }),
      event: {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        type: 'test',
        occurredAt: 0,
        data: '{"test": 2432232314}',
      },
      secrets: [key],
    });
    expect(headersOf(signed)['webhook-signature']).toBe(
      'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
    );
    expect(publicKeyOf(key)).toBe('whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=');
  });

  it.each(PAYLOADS)('is verified by the public key alone: %s', (_start, data) => {
    const key = createSigningKey(randomBytes);
    const request = render(inputOf({ data, secrets: [key] }));
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, ...rest } = headersOf(request);
    const [version, signature = ''] = (rest['webhook-signature'] ?? '').split(',');
    const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), request.body]);
    const verifies = (publicKey: string | null, bytes: Buffer): boolean =>
      verify(null, bytes, toPublicKey(publicKey ?? ''), Buffer.from(signature, 'base64'));
    expect(version).toBe('v1a');
    expect(verifies(publicKeyOf(key), content)).toBe(true);
    expect(verifies(publicKeyOf(createSigningKey(randomBytes)), content)).toBe(false);
    expect(verifies(publicKeyOf(key), Buffer.concat([content, Buffer.from(' ')]))).toBe(false);
  });

  it('signs with each secret in its own way while kinds overlap, newest first', () => {
    const shared = createWebhookSecret(randomBytes);
    const request = render(inputOf({ data: '{}', secrets: [createSigningKey(randomBytes), shared] }));
    expect(headersOf(request)['webhook-signature']).toMatch(/^v1a,[\w+/]{86}== v1,[\w+/]{43}=$/);
    expect(new Webhook(shared).verify(request.body, headersOf(request))).toMatchObject({ data: {} });
  });

  it.each(PAYLOADS)('is verified by the specification’s own library: %s', (_start, data) => {
    const secret = createWebhookSecret(randomBytes);
    const request = render(inputOf({ data, secrets: [secret] }));
    expect(new Webhook(secret).verify(request.body, headersOf(request))).toEqual({
      type: 'order.paid',
      timestamp: '2026-11-18T11:06:40.123Z',
      data: JSON.parse(data) as unknown,
    });
  });

  it.each(PAYLOADS)('sends the payload as it was written: %s', (_start, data) => {
    expect(render(inputOf({ data })).body.toString('utf8')).toBe(
      `{"type":"order.paid","timestamp":"2026-11-18T11:06:40.123Z","data":${data}}`,
    );
  });

  it('is not verified with another secret, or another body', () => {
    const secret = createWebhookSecret(randomBytes);
    const request = render(inputOf({ data: '{"a":1}', secrets: [secret] }));
    const other = new Webhook(createWebhookSecret(randomBytes));
    expect(() => other.verify(request.body, headersOf(request))).toThrow('No matching signature');
    const changed = request.body.toString().replace('1}', '2}');
    expect(() => new Webhook(secret).verify(changed, headersOf(request))).toThrow('No matching signature');
  });

  it('sends the same bytes and the same id at every attempt', () => {
    const secrets = [createWebhookSecret(randomBytes)];
    const data = '{"n":1.0}';
    const first = render(inputOf({ data, secrets, number: 1, startedAt: 1_795_000_000_000 }));
    const tenth = render(inputOf({ data, secrets, number: 10, startedAt: 1_795_272_105_000 }));
    expect(tenth.body).toEqual(first.body);
    expect(headersOf(tenth)['webhook-id']).toBe(headersOf(first)['webhook-id']);
    expect(headersOf(first)).toMatchObject({ 'posthorn-attempt': '1', 'webhook-timestamp': '1795000000' });
    expect(headersOf(tenth)).toMatchObject({ 'posthorn-attempt': '10', 'webhook-timestamp': '1795272105' });
    expect(headersOf(tenth)['webhook-signature']).not.toBe(headersOf(first)['webhook-signature']);
  });

  it('signs with both secrets while a rotation overlaps, and either verifies', () => {
    const secrets = [createWebhookSecret(randomBytes), createWebhookSecret(randomBytes)];
    const request = render(inputOf({ data: '{}', secrets }));
    const [first, second, ...others] = (headersOf(request)['webhook-signature'] ?? '').split(' ');
    expect(others).toEqual([]);
    expect(first).not.toBe(second);
    const alone = secrets.map((secret) =>
      new Webhook(secret).sign(
        'evt_01h455vb4pex5vsknk084sn02q',
        new Date(Number(headersOf(request)['webhook-timestamp']) * 1000),
        request.body,
      ),
    );
    expect([first, second]).toEqual(alone);
    for (const secret of secrets) {
      expect(() => new Webhook(secret).verify(request.body, headersOf(request))).not.toThrow();
    }
  });

  it('sends its headers in lower case, and says who is asking', () => {
    expect(
      render(inputOf({ data: '{}', secrets: [createWebhookSecret(randomBytes)] })).headers.map(
        ([name]) => name,
      ),
    ).toEqual([
      'content-type',
      'user-agent',
      'webhook-id',
      'webhook-timestamp',
      'posthorn-delivery-id',
      'posthorn-attempt',
      'webhook-signature',
    ]);
    expect(headersOf(render(inputOf({ data: '{}' })))).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Posthorn/1.0',
      'posthorn-delivery-id': 'dlv_01h455vb4pex5vsknk084sn02q',
    });
  });
});

describe('the built-in formats', () => {
  it.each(FORMAT_NAMES)('are found by name: %s', (name) => {
    expect(BUILT_IN_FORMATS[name].name).toBe(name);
    expect(findRenderer(name)?.(inputOf({ data: '{}' })).body.toString()).toContain('{}');
  });

  it.each(['', 'Standard', 'constructor', 'none'])('are no others: %j', (name) => {
    expect(findRenderer(name)).toBeNull();
  });
});
