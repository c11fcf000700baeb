import { describe, expect, it } from '@jest/globals';
import { parseTraceContext, toTraceContext, traceIdOf, traceIdsOf } from './trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const GOOD = `00-${TRACE}-${SPAN}-01`;

describe('traceparent', () => {
  it('is taken as it is', () => {
    expect(parseTraceContext(GOOD, undefined)).toEqual({ traceparent: GOOD, tracestate: null });
    expect(parseTraceContext(` ${GOOD} `, undefined)?.traceparent).toBe(GOOD);
  });

  it.each([
    ['sampled', '01', '01'],
    ['not sampled', '00', '00'],
    ['random', '03', '03'],
    ['flags that nobody knows', 'ff', '03'],
  ])('keeps the flags that are known: %s', (_name, sent, kept) => {
    expect(parseTraceContext(`00-${TRACE}-${SPAN}-${sent}`, undefined)?.traceparent).toBe(
      `00-${TRACE}-${SPAN}-${kept}`,
    );
  });

  it.each([`01-${TRACE}-${SPAN}-03`, `cc-${TRACE}-${SPAN}-01-what-comes-later`, `01-${TRACE}-${SPAN}-09-`])(
    'of a later version is read as one of this: %s',
    (later) => {
      expect(parseTraceContext(later, undefined)?.traceparent).toBe(GOOD);
    },
  );

  it.each([
    ['', 'nothing'],
    [`ff-${TRACE}-${SPAN}-01`, 'no version'],
    [`0-${TRACE}-${SPAN}-01`, 'a short version'],
    [`00-${'0'.repeat(32)}-${SPAN}-01`, 'no trace'],
    [`00-${TRACE}-${'0'.repeat(16)}-01`, 'no parent'],
    [`00-${TRACE.toUpperCase()}-${SPAN}-01`, 'upper case'],
    [`00-${TRACE.slice(1)}-${SPAN}-01`, 'a short trace id'],
    [`00-${TRACE}0-${SPAN}-01`, 'a long trace id'],
    [`00-${TRACE}-${SPAN.slice(1)}-01`, 'a short parent id'],
    [`00-${TRACE}-${SPAN}-1`, 'short flags'],
    [`00-${TRACE}-${SPAN}-0x`, 'flags that are no hex'],
    [`00-${TRACE}-${SPAN}`, 'no flags'],
    [`${GOOD}-more`, 'more than its version has'],
    [`cc-${TRACE}-${SPAN}-01.more`, 'more without a dash'],
    [`${GOOD}, ${GOOD}`, 'two headers'],
    [`${GOOD}\n${GOOD}`, 'two lines'],
  ])('is passed over where it is malformed: %s (%s)', (traceparent) => {
    expect(parseTraceContext(traceparent, 'a=1')).toBeNull();
  });

  it('is passed over where there is none', () => {
    expect(parseTraceContext(undefined, 'a=1')).toBeNull();
  });
});

describe('tracestate', () => {
  const stateOf = (tracestate: string): string | null | undefined =>
    parseTraceContext(GOOD, tracestate)?.tracestate;
  const many = (count: number): string => Array.from({ length: count }, (_, n) => `k${n}=v`).join(',');

  it.each([
    ['rojo=00f067aa0ba902b7,congo=t61rcWkgMzE', 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE'],
    [' a=1 ,\tb=2', 'a=1,b=2'],
    ['a=1,,b=2,', 'a=1,b=2'],
    ['tenant@vendor=x y!~', 'tenant@vendor=x y!~'],
    ['0a-b*/_=1', '0a-b*/_=1'],
    [many(32), many(32)],
    [`a=${'x'.repeat(256)},b=${'x'.repeat(251)}`, `a=${'x'.repeat(256)},b=${'x'.repeat(251)}`],
  ])('is kept in its order: %s', (sent, kept) => {
    expect(stateOf(sent)).toBe(kept);
  });

  it.each([
    ['', 'empty'],
    [' , ,', 'of empty members'],
    ['a', 'without a value'],
    ['=1', 'without a key'],
    ['a=', 'with an empty value'],
    ['A=1', 'with a key in upper case'],
    ['a b=1', 'with a blank in a key'],
    ['a=1=2', 'with an equals sign in a value'],
    ['a=é', 'with a value beyond ASCII'],
    ['a=1,a=2', 'with a key twice'],
    [many(33), 'of more than 32 members'],
    [`a=${'x'.repeat(257)}`, 'with a long value'],
    [`${'k'.repeat(257)}=1`, 'with a long key'],
    [`a=${'x'.repeat(256)},b=${'x'.repeat(252)}`, 'of more than 512 characters'],
  ])('is dropped alone where it is malformed: %s (%s)', (sent) => {
    expect(parseTraceContext(GOOD, sent)).toEqual({ traceparent: GOOD, tracestate: null });
  });
});

describe('a context', () => {
  const context = { traceparent: GOOD, tracestate: 'a=1' };

  it('is made of its ids, and taken apart', () => {
    const ids = { traceId: TRACE, spanId: SPAN, flags: 1 };
    expect(toTraceContext(ids, 'a=1')).toEqual(context);
    expect(traceIdsOf(context)).toEqual(ids);
    expect(traceIdOf(context)).toBe(TRACE);
  });
});
