import { createHmac, createPublicKey, randomBytes, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSigningKey, decodeSigningKey } from '../domain/signing-keys.ts';
import { compileWireFormat, reservedHeaderNames } from './renderer.ts';
import {
  RenderError,
  WireFormatError,
  type BodyTemplate,
  type RenderedRequest,
  type RenderInput,
  type SignatureFormat,
  type WireFormat,
} from './wire-format.ts';

const INPUT: RenderInput = {
  event: {
    id: 'evt_01h455vb4pex5vsknk084sn02q',
    type: 'order.paid',
    occurredAt: 1_795_000_000_123,
    data: '{ "b": 1.0, "a": [] }',
  },
  delivery: { id: 'dlv_01h455vb4pex5vsknk084sn02q' },
  attempt: { number: 3, startedAt: 1_795_000_060_987 },
  webhook: { id: 'wh_01h455vb4pex5vsknk084sn02q' },
  secrets: ['a secret'],
};

const SIGNATURE: SignatureFormat = {
  algorithm: 'hmac-sha256',
  secret: 'text',
  content: '{body}',
  encoding: 'hex',
  header: 'X-Signature',
  value: 'sha256={signature}',
  prefix: '',
  rotation: 'list',
  separator: ', ',
  optional: false,
  alternatives: [],
};

const FORMAT: WireFormat = {
  name: 'test',
  user_agent: 'Test/1.0',
  content_type: 'application/json',
  headers: {},
  replaceable_headers: [],
  signature: null,
  json: 'verbatim',
  body: '{event.data}',
};

const render = (format: Partial<WireFormat>, input: Partial<RenderInput> = {}): RenderedRequest =>
  compileWireFormat({ ...FORMAT, ...format })({ ...INPUT, ...input });
const bodyOf = (body: BodyTemplate, input?: Partial<RenderInput>): string =>
  render({ body }, input).body.toString();
const headerOf = (request: RenderedRequest, name: string): string | undefined =>
  request.headers.find(([candidate]) => candidate === name)?.[1];

describe('a body', () => {
  it.each<[template: BodyTemplate, text: string]>([
    ['{event.id}', '"evt_01h455vb4pex5vsknk084sn02q"'],
    ['{event.type}', '"order.paid"'],
    ['{event.timestamp|iso}', '"2026-11-18T11:06:40.123Z"'],
    ['{event.timestamp|ms}', '1795000000123'],
    ['{event.timestamp|s}', '1795000000'],
    ['{event.data}', '{ "b": 1.0, "a": [] }'],
    ['{attempt.timestamp|iso}', '"2026-11-18T11:07:40.987Z"'],
    ['{attempt.timestamp|ms}', '1795000060987'],
    ['{attempt.timestamp|s}', '1795000060'],
    ['{attempt.number}', '3'],
    ['{delivery.id}', '"dlv_01h455vb4pex5vsknk084sn02q"'],
    ['{webhook.id}', '"wh_01h455vb4pex5vsknk084sn02q"'],
  ])('keeps the type of %s where it stands alone', (template, text) => {
    expect(bodyOf(template)).toBe(text);
    // A process's clock counts parts of a millisecond: of a time they are left out, wherever it is written.
    const { event, attempt } = INPUT;
    const later = {
      event: { ...event, occurredAt: event.occurredAt + 0.7 },
      attempt: { ...attempt, startedAt: attempt.startedAt + 0.7 },
    };
    expect(bodyOf(template, later)).toBe(text);
    expect(bodyOf({ value: template, list: [template] })).toBe(`{"value":${text},"list":[${text}]}`);
  });

  it.each<[template: BodyTemplate, text: string]>([
    ['{attempt.number} of {event.type}', '"3 of order.paid"'],
    [' {attempt.number}', '" 3"'],
    ['{attempt.number}{attempt.number}', '"33"'],
    ['{{attempt.number}}', '"{3}"'],
    ['got {event.data}', '"got { \\"b\\": 1.0, \\"a\\": [] }"'],
  ])('makes a string of %j', (template, text) => {
    expect(bodyOf(template)).toBe(text);
  });

  it('is written as its template stands: order of keys, types, nothing between', () => {
    const template = { z: null, a: [1, true, false, { n: -0.5 }, []], 'ü "q"': {}, s: 'a\n"b"\\', e: '' };
    expect(bodyOf(template)).toBe(
      '{"z":null,"a":[1,true,false,{"n":-0.5},[]],"ü \\"q\\"":{},"s":"a\\n\\"b\\"\\\\","e":""}',
    );
  });

  it.each(['"', '\\', '\n', '\0', '\u2028', '\ud800', '</script>', 'Zoë 🦄'])(
    'escapes what a value holds: %j',
    (type) => {
      const event = { ...INPUT.event, type };
      for (const template of ['{event.type}', 'type {event.type}!']) {
        const parsed: unknown = JSON.parse(bodyOf({ type: template }, { event }));
        expect(parsed).toEqual({ type: template.replace('{event.type}', type) });
      }
    },
  );

  it('takes no value for a template', () => {
    const event = { ...INPUT.event, type: '{event.id}', data: '"{attempt.number}"' };
    expect(bodyOf(['{event.type}', '{event.data}', '>{event.type}'], { event })).toBe(
      '["{event.id}","{attempt.number}",">{event.id}"]',
    );
  });

  it.each(['{}', '{ event.id }', '{event.id', 'event.id}', '{"a":1}', '{\n}'])(
    'leaves %j as text',
    (text) => {
      expect(bodyOf(text)).toBe(JSON.stringify(text));
    },
  );
});

describe('headers', () => {
  it('come in order: content type, user agent, the format’s own, the signature', () => {
    const headers = { 'X-Two': 'b {attempt.number}', 'X-One': '{event.timestamp|ms}', 'X-Plain': 'text' };
    expect(render({ headers, signature: SIGNATURE }).headers.map(([name]) => name)).toEqual([
      'content-type',
      'user-agent',
      'X-Two',
      'X-One',
      'X-Plain',
      'X-Signature',
    ]);
    const request = render({ headers });
    expect(request.headers).toEqual([
      ['content-type', 'application/json'],
      ['user-agent', 'Test/1.0'],
      ['X-Two', 'b 3'],
      ['X-One', '1795000000123'],
      ['X-Plain', 'text'],
    ]);
  });

  it('of a format are reserved in lower case', () => {
    const headers = { 'X-One': '' };
    expect(reservedHeaderNames({ ...FORMAT, headers })).toEqual(['content-type', 'user-agent', 'x-one']);
    expect(reservedHeaderNames({ ...FORMAT, headers, signature: SIGNATURE })).toContain('x-signature');
  });
});

describe('a signature', () => {
  const body = INPUT.event.data;

  it.each(['hmac-sha256', 'hmac-sha512'] as const)(
    'is made by %s over the bytes that are sent',
    (algorithm) => {
      const signed = render({ signature: { ...SIGNATURE, algorithm } });
      const expected = createHmac(algorithm.slice('hmac-'.length), 'a secret').update(body).digest('hex');
      expect(headerOf(signed, 'X-Signature')).toBe(`sha256=${expected}`);
    },
  );

  it('is made by ed25519 over the same bytes, for secrets that are keys', () => {
    const key = createSigningKey(randomBytes);
    const content = '{delivery.id}.{body}.{webhook.id}';
    const value = '{signature}';
    const signature: SignatureFormat = { ...SIGNATURE, algorithm: 'ed25519', secret: 'whsk', content, value };
    const made = headerOf(render({ signature }, { secrets: [key] }), 'X-Signature') ?? '';
    const text = Buffer.from(`${INPUT.delivery.id}.${body}.${INPUT.webhook.id}`);
    const privateKey = decodeSigningKey(key);
    if (privateKey === null) throw new Error('It is no key.');
    expect(verify(null, text, createPublicKey(privateKey), Buffer.from(made, 'hex'))).toBe(true);
    expect(() => render({ signature }, { secrets: ['a secret'] })).toThrow(RenderError);
  });

  it('covers what its content names, around the body', () => {
    const content = '{delivery.id}.{attempt.timestamp|ms}.{body}.{webhook.id}';
    const signed = render({ signature: { ...SIGNATURE, content, encoding: 'base64', value: '{signature}' } });
    const text = `${INPUT.delivery.id}.1795000060987.${body}.${INPUT.webhook.id}`;
    expect(headerOf(signed, 'X-Signature')).toBe(
      createHmac('sha256', 'a secret').update(text).digest('base64'),
    );
  });

  it('may repeat itself and name other values', () => {
    const value = 't={attempt.timestamp|s},v1={signature},v0={signature}';
    const hex = createHmac('sha256', 'a secret').update(body).digest('hex');
    expect(headerOf(render({ signature: { ...SIGNATURE, value } }), 'X-Signature')).toBe(
      `t=1795000060,v1=${hex},v0=${hex}`,
    );
  });

  it('is given once a secret, newest first', () => {
    const secrets = ['new', 'old'];
    const expected = secrets.map((key) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`);
    expect(headerOf(render({ signature: SIGNATURE }, { secrets }), 'X-Signature')).toBe(expected.join(', '));
  });

  it('reads a secret as text in UTF-8', () => {
    const secret = 'Schlüssel 🗝';
    expect(headerOf(render({ signature: SIGNATURE }, { secrets: [secret] }), 'X-Signature')).toBe(
      `sha256=${createHmac('sha256', Buffer.from(secret, 'utf8')).update(body).digest('hex')}`,
    );
  });

  it('is left out without a secret', () => {
    expect(headerOf(render({ signature: SIGNATURE }, { secrets: [] }), 'X-Signature')).toBeUndefined();
  });

  it('is refused with a secret that is not what the format asks for', () => {
    const signature: SignatureFormat = { ...SIGNATURE, secret: 'whsec' };
    const short = `whsec_${randomBytes(8).toString('base64')}`;
    for (const secret of ['a secret', short]) {
      expect(() => render({ signature }, { secrets: [secret] })).toThrow(RenderError);
    }
  });
});

describe('a format that cannot be meant', () => {
  it.each([
    '{event.colour}',
    '{event.timestamp}',
    '{event.timestamp|days}',
    '{event.id|iso}',
    '{body}',
    '{signature}',
    '{constructor}',
    '{__proto__}',
    '{toString}',
    '{event.Type}',
    '{event.type2}',
    '{event-type}',
    '{Event.type}',
  ])('is refused when it is compiled: %s', (placeholder) => {
    const spoilt: Partial<WireFormat>[] = [
      { body: placeholder },
      { body: { deep: [`text ${placeholder}`] } },
      { headers: { 'X-One': placeholder } },
      { signature: { ...SIGNATURE, content: `${placeholder}.{body}{body}` } },
      ...(placeholder === '{signature}' ? [] : [{ signature: { ...SIGNATURE, value: placeholder } }]),
    ];
    for (const change of spoilt) {
      expect(() => compileWireFormat({ ...FORMAT, ...change })).toThrow(WireFormatError);
    }
  });

  it.each(['', 'body', '{event.id}', '{event.data}'])('is refused when it signs no body: %j', (content) => {
    expect(() => compileWireFormat({ ...FORMAT, signature: { ...SIGNATURE, content } })).toThrow(
      WireFormatError,
    );
  });
});
