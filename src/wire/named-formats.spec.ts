import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sign, verify } from '@octokit/webhooks-methods';
import Stripe from 'stripe';
import { Webhook } from 'svix';
import { createWebhookSecret } from '../domain/webhook-secrets.ts';
import {
  bodyOf,
  headersOf,
  inputOf,
  PAYLOAD_CASES,
  receivedHeaders,
  type InputChange,
} from '../../test/support/wire-inputs.ts';
import { BUILT_IN_FORMATS, FORMAT_NAMES, findBuiltIn, type FormatName } from './built-in-formats.ts';
import { findFormatFaults } from './format-faults.ts';
import { compileWireFormat } from './renderer.ts';
import { algorithmOf, createSecret } from './secrets.ts';
import type { RenderedRequest, SignatureScheme } from './wire-format.ts';

const render = (format: FormatName, change: InputChange): RenderedRequest =>
  compileWireFormat(BUILT_IN_FORMATS[format])(inputOf(change));
const SECRET = 'It’s a secret to everybody';

describe('github', () => {
  it.each(PAYLOAD_CASES)('is verified by GitHub’s library: %s', async (_start, data) => {
    const request = render('github', { data, secrets: [SECRET] });
    const signature = headersOf(request)['X-Hub-Signature-256'] ?? '';
    expect(request.body.toString()).toBe(Buffer.from(data).toString());
    expect(await verify(SECRET, request.body.toString(), signature)).toBe(true);
    expect(await verify('another', request.body.toString(), signature)).toBe(false);
  });

  it('names the event and the delivery, and the signature before while secrets overlap', async () => {
    const headers = headersOf(render('github', { data: '{}', secrets: [SECRET, 'old'] }));
    expect(headers).toMatchObject({
      'X-GitHub-Event': 'job.completed',
      'X-GitHub-Delivery': 'dlv_01h455vb4pex5vsknk084sn02q',
      'X-Hub-Signature-256': await sign(SECRET, '{}'),
      'X-Hub-Signature-256-Previous': await sign('old', '{}'),
    });
  });
});

describe('stripe', () => {
  const stripe = new Stripe('sk_test_nothing');
  const verified = (request: RenderedRequest, secret: string): Stripe.Event =>
    stripe.webhooks.constructEvent(request.body, headersOf(request)['Stripe-Signature'] ?? '', secret);

  it.each(PAYLOAD_CASES)('is verified by Stripe’s library: %s', (_start, data) => {
    const secret = createSecret(
      { ...BUILT_IN_FORMATS.stripe.signature, secret: 'text' } as SignatureScheme,
      randomBytes,
    );
    const request = render('stripe', { data, secrets: [secret] });
    expect(verified(request, secret)).toEqual({
      id: 'evt_01h455vb4pex5vsknk084sn02q',
      object: 'event',
      type: 'job.completed',
      created: 1_706_790_896,
      data: { object: JSON.parse(data) as unknown },
    });
    expect(() => verified(request, 'another')).toThrow(/signature/);
  });

  it('lists both signatures under one time while secrets overlap, and refuses an old one', () => {
    // A secret of Stripe’s own: the key is all of its text, the prefix too.
    const secrets = ['whsec_2iF1zy', 'old'];
    const request = render('stripe', { secrets });
    expect(headersOf(request)['Stripe-Signature']).toMatch(/^t=\d{10},v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
    for (const secret of secrets) expect(verified(request, secret).type).toBe('job.completed');
    const old = render('stripe', { secrets, startedAt: Date.now() - 301_000 });
    expect(() => verified(old, 'old')).toThrow(/tolerance/);
  });
});

describe('svix', () => {
  it.each(PAYLOAD_CASES)('is verified by Svix’s library: %s', (_start, data) => {
    const [secret, old] = [createWebhookSecret(randomBytes), createWebhookSecret(randomBytes)];
    const request = render('svix', { data, secrets: [secret, old] });
    for (const each of [secret, old]) {
      expect(new Webhook(each).verify(request.body, receivedHeaders(request))).toEqual(JSON.parse(data));
    }
    const other = new Webhook(createWebhookSecret(randomBytes));
    expect(() => other.verify(request.body, receivedHeaders(request))).toThrow();
    expect(request.body.toString()).toBe(Buffer.from(data).toString());
  });
});

describe('slack', () => {
  it.each([
    ['{"text":"Disk full","n":1}', 'Disk full'],
    ['{"text":4711}', '4711'],
    ['{"job_id":1}', 'job.completed {"job_id":1}'],
  ])('says %s as a message', (data, text) => {
    const request = render('slack', { data, secrets: ['unused'] });
    expect(bodyOf(request)).toEqual({ text });
    expect(Object.keys(headersOf(request))).toEqual(['content-type', 'user-agent']);
  });
});

describe('every built-in format', () => {
  it.each(FORMAT_NAMES)('is one that a tenant could make: %s', (name) => {
    expect(findFormatFaults(BUILT_IN_FORMATS[name])).toEqual([]);
    expect(findBuiltIn(name)).toBe(BUILT_IN_FORMATS[name]);
  });

  it.each(FORMAT_NAMES)('signs with the secrets that it makes: %s', (name) => {
    const { signature } = BUILT_IN_FORMATS[name];
    for (const scheme of signature === null ? [] : [signature, ...signature.alternatives]) {
      expect(algorithmOf(signature, createSecret(scheme, randomBytes))).toBe(scheme.algorithm);
    }
  });

  it('makes no secret for the systems that sign only where one was given', () => {
    const optional = FORMAT_NAMES.filter((name) => BUILT_IN_FORMATS[name].signature?.optional === true);
    expect(optional).toEqual(['emp', 'optimizer', 'workflow', 'taskflow']);
  });

  it('is found by its own name alone', () => {
    for (const name of ['', 'Standard', 'constructor', 'none']) expect(findBuiltIn(name)).toBeNull();
  });
});
