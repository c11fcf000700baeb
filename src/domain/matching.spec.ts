import { describe, expect, it } from '@jest/globals';
import { compileSubscriptions, EVENT_TYPE_PATTERN, SUBSCRIPTION_PATTERN } from './matching.ts';

const LONGEST = 'a'.repeat(256);

describe('EVENT_TYPE_PATTERN', () => {
  it.each(['a', 'order.paid', 'Order_Paid', 'a:b/c-d.0', '.', LONGEST])('takes %s', (type) => {
    expect(EVENT_TYPE_PATTERN.test(type)).toBe(true);
  });

  it.each(['', ' ', 'a b', 'a*', '*', 'é', 'a\n', 'a\0', `${LONGEST}a`])('refuses %j', (type) => {
    expect(EVENT_TYPE_PATTERN.test(type)).toBe(false);
  });
});

describe('SUBSCRIPTION_PATTERN', () => {
  it.each(['*', 'a', 'order.paid', 'order.*', 'a.b.*', 'a:b/c-.*', LONGEST])('takes %s', (pattern) => {
    expect(SUBSCRIPTION_PATTERN.test(pattern)).toBe(true);
  });

  it.each(['', '.*', '**', 'a*', '*.a', 'a.*.b', 'a.**', 'a.* ', 'a.*\n', `${LONGEST}a`, `${LONGEST}.*`])(
    'refuses %j',
    (pattern) => {
      expect(SUBSCRIPTION_PATTERN.test(pattern)).toBe(false);
    },
  );
});

describe('compileSubscriptions', () => {
  it.each<[patterns: string[], matched: string[], unmatched: string[]]>([
    [['order.paid'], ['order.paid'], ['order', 'order.paid.late', 'order.pai', 'Order.paid', 'xorder.paid']],
    [['order.*'], ['order.paid', 'order.paid.late', 'order.'], ['order', 'orders.paid', 'x.order.paid']],
    [['a.b.*'], ['a.b.c'], ['a.b', 'a.c', 'a.bc', 'a.x.c']],
    [['*'], ['order', 'order.paid', 'posthorns.x'], ['posthorn.webhook.disabled', 'posthorn.']],
    [[], ['order', 'order.paid'], ['posthorn.webhook.disabled']],
    [
      ['a', 'b.*'],
      ['a', 'b.c'],
      ['a.c', 'b', 'c'],
    ],
    [['a.*', '*'], ['z', 'a.b'], ['posthorn.x']],
    [['a.b'], ['a.b'], ['a-b', 'axb']],
  ])('%j', (patterns, matched, unmatched) => {
    const matches = compileSubscriptions(patterns);
    expect([...matched, ...unmatched].filter(matches)).toEqual(matched);
  });

  it.each<[patterns: string[], matched: string[]]>([
    [['posthorn.*'], ['posthorn.webhook.disabled', 'posthorn.webhook.enabled', 'posthorn.x']],
    [['posthorn.webhook.*'], ['posthorn.webhook.disabled', 'posthorn.webhook.enabled']],
    [['posthorn.webhook.disabled'], ['posthorn.webhook.disabled']],
    [['*', 'posthorn.x'], ['posthorn.x']],
    [['*', 'p.*', 'posthorn'], []],
  ])('matches what is reserved only where it is named: %j', (patterns, matched) => {
    const reserved = ['posthorn.webhook.disabled', 'posthorn.webhook.enabled', 'posthorn.x'];
    expect(reserved.filter(compileSubscriptions(patterns))).toEqual(matched);
  });
});
