import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PosthornError } from '../domain/errors.ts';
import { decodeCursor, encodeCursor, linkHeader, pageOf, type Cursor, type Page } from './pagination.ts';

const uuid = (n: number): string => `01890000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
/** Reads as a resource's statement would. */
function readPage(stored: readonly string[], limit: number, text: string | null): Page<string> {
  const cursor = text === null ? undefined : decodeCursor(text);
  const newestFirst = stored.toSorted().toReversed();
  const rows =
    cursor?.direction === 'prev'
      ? stored.toSorted().filter((id) => id > cursor.id)
      : newestFirst.filter((id) => !cursor || id < cursor.id);
  return pageOf(rows.slice(0, limit + 1), { limit, cursor }, (id) => id);
}

describe('a cursor', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom('next', 'prev'), (id, direction) => {
        const cursor: Cursor = { id, direction };
        expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
      }),
    );
  });

  it('is refused with 422 at "cursor", and with nothing else, when it is anything else', () => {
    const valid = encodeCursor({ direction: 'next', id: uuid(1) });
    const almost = fc
      .tuple(
        fc.nat({ max: valid.length - 1 }),
        fc.constantFrom('A', 'Z', 'a', '0', '9', '-', '_', '=', '+', '/', ' ', '\n'),
      )
      .map(([at, char]) => valid.slice(0, at) + char + valid.slice(at + 1));
    const tooShort = fc.nat({ max: valid.length - 1 }).map((length) => valid.slice(0, length));
    const bytes = fc
      .uint8Array({ minLength: 18, maxLength: 18 })
      .map((b) => Buffer.from(b).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), almost, tooShort, bytes), (text) => {
        try {
          const cursor = decodeCursor(text);
          expect(encodeCursor(cursor)).toBe(text);
        } catch (error) {
          if (!(error instanceof PosthornError)) throw error;
          expect(error.code).toBe('invalid');
          expect(error.errors?.map(({ path }) => path)).toEqual(['cursor']);
        }
      }),
      { numRuns: 2000 },
    );
    expect(() => decodeCursor(`${valid}=`)).toThrow(PosthornError);
    expect(() => decodeCursor('')).toThrow(PosthornError);
  });

  it('is not made of anything but a UUID', () => {
    expect(() => encodeCursor({ direction: 'next', id: 'evt_1' })).toThrow(TypeError);
  });
});

describe('pageOf', () => {
  const five = [1, 2, 3, 4, 5].map(uuid);

  it('walks to the oldest row and back, newest first', () => {
    const first = readPage(five, 2, null);
    expect(first).toMatchObject({ data: [uuid(5), uuid(4)], has_more: true, prev_cursor: null });
    const second = readPage(five, 2, first.next_cursor);
    expect(second).toMatchObject({ data: [uuid(3), uuid(2)], has_more: true });
    const third = readPage(five, 2, second.next_cursor);
    expect(third).toMatchObject({ data: [uuid(1)], has_more: false, next_cursor: null });
    const back = readPage(five, 2, third.prev_cursor);
    expect(back).toMatchObject({ data: [uuid(3), uuid(2)], has_more: true });
    const start = readPage(five, 2, back.prev_cursor);
    expect(start).toMatchObject({ data: [uuid(5), uuid(4)], has_more: true, prev_cursor: null });
  });

  it('shows every row once while newer ones arrive', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 7 }), (count, limit) => {
        const stored = Array.from({ length: count }, (_, n) => uuid(n));
        const expected = stored.toReversed();
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Page<string> = readPage(stored, limit, cursor);
          seen.push(...page.data);
          stored.push(uuid(stored.length));
          cursor = page.next_cursor;
        } while (cursor !== null);
        expect(seen).toEqual(expected);
      }),
    );
  });

  it('goes on after the last row looked at when a search gave up early', () => {
    const page = pageOf([uuid(9)], { limit: 5, cursor: undefined }, (id) => id, uuid(3));
    expect(page).toMatchObject({ data: [uuid(9)], has_more: true });
    expect(decodeCursor(page.next_cursor ?? '')).toEqual({ direction: 'next', id: uuid(3) });
  });
});

describe('linkHeader', () => {
  const page = { data: [], has_more: true, next_cursor: 'N', prev_cursor: null };

  it('keeps the other parameters and replaces the cursor', () => {
    expect(linkHeader('/api/events?limit=2&cursor=old&q=a%26b', page)).toBe(
      '</api/events?limit=2&cursor=N&q=a%26b>; rel="next"',
    );
    expect(linkHeader('/api/events', { ...page, prev_cursor: 'P' })).toBe(
      '</api/events?cursor=N>; rel="next", </api/events?cursor=P>; rel="prev"',
    );
  });

  it('is absent without neighbours and never leads to another host', () => {
    expect(linkHeader('/api/events', { ...page, next_cursor: null })).toBeUndefined();
    expect(linkHeader('//evil.example/x>;', page)).toBe('</evil.example/x%3E;?cursor=N>; rel="next"');
  });
});
