import { describe, expect, it } from '@jest/globals';
import { parseLockHolder } from './folder-lock.ts';

describe('parseLockHolder', () => {
  it('reads the holder', () => {
    expect(parseLockHolder('{"pid":4711,"start":"boot:123"}')).toEqual({ pid: 4711, start: 'boot:123' });
  });

  it.each([
    ['a lock that was given back', '{"released":true}'],
    ['a file that a power cut emptied', ''],
    ['half a record', '{"pid":47'],
    ['a pid that means a process group', '{"pid":-1,"start":"boot:123"}'],
    ['a record without a start', '{"pid":4711}'],
    ['null', 'null'],
  ])('takes %s for held by nobody', (_case, text) => {
    expect(parseLockHolder(text)).toBeUndefined();
  });
});
