import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RETRY_POLICY } from '../../../../../src/domain/retry-policy.ts';
import type { Webhook } from '../../../api/webhooks.ts';
import { readDurationMs, writeDuration } from './duration-text.ts';
import { faultAt } from './form-faults.ts';
import { retryBody, retryForm } from './retry-form.ts';
import { bodyOf, changesOf, createBodyOf, EMPTY_FORM, findFormFaults, formOf } from './webhook-form.ts';

const WEBHOOK: Webhook = {
  id: 'wh_01kg9f0km0e008000000000001',
  tenant_id: 'tn_01kg9f0km0e008000000000001',
  uid: 'billing',
  name: 'Billing',
  description: '',
  metadata: { team: 'billing' },
  url: 'https://hooks.example.com/posthorn',
  events: ['order.*'],
  filter: { 'data.country': 'de' },
  headers: { 'X-Team': '***' },
  format: 'standard',
  signature: 'hmac-sha256',
  public_key: null,
  retry: { ...DEFAULT_RETRY_POLICY },
  timeout_ms: 2_500,
  rate_limit: { requests_per_second: 0.5, burst: null, per_hour: null },
  max_in_flight: 64,
  mode: 'live',
  active: true,
  state: 'active',
  state_reason: null,
  version: 1,
  created_at: '2026-01-31T12:00:00.000Z',
  updated_at: '2026-01-31T12:00:00.000Z',
};

describe('the form of a webhook', () => {
  it('asks for what the webhook is, where nothing is touched', () => {
    const form = formOf(WEBHOOK);
    expect(bodyOf(form)).toEqual({
      url: WEBHOOK.url,
      name: 'Billing',
      uid: 'billing',
      description: '',
      events: ['order.*'],
      filter: { 'data.country': 'de' },
      format: 'standard',
      headers: { 'X-Team': '***' },
      metadata: { team: 'billing' },
      retry: null,
      timeout_ms: 2_500,
      rate_limit: { requests_per_second: 0.5, burst: null, per_hour: null },
      max_in_flight: 64,
      mode: 'live',
    });
    expect(changesOf(form, form)).toEqual({});
  });

  it('sends what was touched, and nothing else', () => {
    const form = formOf(WEBHOOK);
    const changed = { ...form, events: 'order.paid,order.paid  user.*', perHour: '100', filter: '' };
    expect(changesOf(form, changed)).toEqual({
      events: ['order.paid', 'user.*'],
      filter: null,
      rate_limit: { requests_per_second: 0.5, burst: null, per_hour: 100 },
    });
  });

  it('asks for a kind of secret, or gives one', () => {
    expect(createBodyOf(EMPTY_FORM)).toMatchObject({
      signature: 'hmac-sha256',
      events: [],
      rate_limit: null,
    });
    const given = createBodyOf({ ...EMPTY_FORM, secret: ' s3cret ' });
    expect(given).toMatchObject({ secret: 's3cret' });
    expect(given).not.toHaveProperty('signature');
  });

  it('leaves numbers that are none to the API, and holds back a filter that is no object', () => {
    expect(bodyOf({ ...EMPTY_FORM, maxInFlight: 'many' }).max_in_flight).toBe('many');
    expect(findFormFaults({ ...EMPTY_FORM, filter: '{"type": "a"}' })).toEqual([]);
    expect(findFormFaults({ ...EMPTY_FORM, filter: '[]' })).toMatchObject([{ path: 'filter' }]);
    expect(findFormFaults({ ...EMPTY_FORM, filter: '{' })[0]?.message).toContain('is no JSON');
  });
});

describe('retries in the form', () => {
  it.each([
    { schedule_ms: [0, 1_500, 300_000], jitter: 0.1, retry_on: 'transient' },
    { schedule_ms: [60_000], jitter: 0, retry_on: [503, 504] },
    {
      max_attempts: 5,
      initial_delay_ms: 90_000,
      backoff_multiplier: 1.5,
      max_delay_ms: 86_400_000,
      jitter: 0.25,
      retry_on: 'status_400_up',
    },
  ])('come back as they were: %j', (retry) => {
    expect(retryBody(retryForm(retry))).toEqual(retry);
  });

  it('are the default where nothing is said', () => {
    expect(retryForm({ ...DEFAULT_RETRY_POLICY }).kind).toBe('default');
    expect(retryBody(retryForm(null))).toBeNull();
  });
});

it.each([
  [0, '0ms'],
  [1_500, '1500ms'],
  [90_000, '90s'],
  [300_000, '5m'],
  [86_400_000, '1d'],
])('%i ms is written %s', (ms, text) => {
  expect(writeDuration(ms)).toBe(text);
  expect(readDurationMs(text)).toBe(ms);
});

it('reads delays in any unit, and refuses others', () => {
  expect(['30', '1.5 h', '2m'].map(readDurationMs)).toEqual([30_000, 5_400_000, 120_000]);
  expect(['', 'soon', '5 weeks', '-1s'].map(readDurationMs)).toEqual([NaN, NaN, NaN, NaN]);
});

it('tells of a field what is wrong with it, and with what is in it', () => {
  const faults = [
    { path: 'url', message: 'must be http or https' },
    { path: 'events[1]', message: 'is no type' },
    { path: 'headers.Host', message: 'is set by Posthorn' },
  ];
  expect(faultAt(faults, 'url')).toBe('must be http or https');
  expect(faultAt(faults, 'events')).toBe('[1]: is no type');
  expect(faultAt(faults, 'headers')).toBe('Host: is set by Posthorn');
  expect(faultAt(faults, 'name')).toBeNull();
});
