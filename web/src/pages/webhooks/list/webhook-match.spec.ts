import { describe, expect, it } from '@jest/globals';
import type { Webhook } from '../../../api/webhooks.ts';
import { createWebhookMatch } from './webhook-match.ts';

const WEBHOOK = {
  id: 'wh_01kg9f0km0e008000000000001',
  uid: 'billing',
  name: 'Billing of Acme',
  url: 'https://hooks.example.com/posthorn',
  description: '',
  format: 'standard',
  events: ['order.*'],
  state: 'failing',
} as unknown as Webhook;

describe('a search for webhooks', () => {
  it.each(['', 'acme', 'ACME billing', 'example.com', 'order.', 'wh_01kg9f0km0e008000000000001', 'standard'])(
    'finds one by "%s"',
    (q) => {
      expect(createWebhookMatch({ q, state: null })(WEBHOOK)).toBe(true);
      expect(createWebhookMatch({ q, state: 'failing' })(WEBHOOK)).toBe(true);
      expect(createWebhookMatch({ q, state: 'active' })(WEBHOOK)).toBe(false);
    },
  );

  it('wants all of its words', () => {
    expect(createWebhookMatch({ q: 'acme invoices', state: null })(WEBHOOK)).toBe(false);
  });
});
