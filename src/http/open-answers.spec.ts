import { describe, expect, it } from '@jest/globals';
import { OpenAnswers } from './open-answers.ts';

const bounds = { name: 'exports', max: 3, ofTenantMax: 2 };
const staying = (): AbortSignal => new AbortController().signal;

describe('open answers', () => {
  it('are refused beyond what a tenant may have, then beyond what there is', () => {
    const open = new OpenAnswers(bounds);
    open.begin('a', staying());
    open.begin('a', staying());
    expect(() => open.begin('a', staying())).toThrow(expect.objectContaining({ code: 'rate_limited' }));
    open.begin('b', staying());
    expect(() => open.begin('c', staying())).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });

  it('end with their clients, and make room', () => {
    const open = new OpenAnswers({ ...bounds, ofTenantMax: 1 });
    const client = new AbortController();
    const signal = open.begin('a', client.signal);
    expect(signal.aborted).toBe(false);
    client.abort();
    expect(signal.aborted).toBe(true);
    expect(open.begin('a', AbortSignal.abort()).aborted).toBe(true);
    expect(open.begin('a', staying()).aborted).toBe(false);
  });

  it('end when the process stops, and are refused from then on', () => {
    const open = new OpenAnswers(bounds);
    const signal = open.begin('a', staying());
    open.stop();
    expect(signal.aborted).toBe(true);
    expect(() => open.begin('b', staying())).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });
});
