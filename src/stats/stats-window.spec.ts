import { describe, expect, it } from '@jest/globals';
import { idBoundsOf, windowAfter, windowOf } from './stats-window.ts';

const NOW = Date.parse('2026-03-31T12:00:00.500Z');
const shown = (query: Parameters<typeof windowOf>[0]): [string, string] => {
  const { after, before } = windowOf(query, NOW + 0.7);
  return [new Date(after).toISOString(), new Date(before).toISOString()];
};

describe('the window of a query', () => {
  it('is the last 24 hours up to this millisecond, or as far back from a given end', () => {
    expect(shown({})).toEqual(['2026-03-30T12:00:00.501Z', '2026-03-31T12:00:00.501Z']);
    expect(shown({ created_before: '2026-03-01T02:00:00+02:00' })).toEqual([
      '2026-02-28T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ]);
  });

  it('ends now where only its beginning is given', () => {
    expect(shown({ created_after: '2026-03-31T11:00:00Z' })).toEqual([
      '2026-03-31T11:00:00.000Z',
      '2026-03-31T12:00:00.501Z',
    ]);
  });

  it('may be 31 days long', () => {
    const query = { created_after: '2026-01-01T00:00:00Z', created_before: '2026-02-01T00:00:00Z' };
    expect(shown(query)).toEqual(['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z']);
    expect(() => windowOf({ ...query, created_before: '2026-02-01T00:00:00.001Z' }, NOW)).toThrow();
    expect(() => windowOf({ created_after: '2026-02-28T12:00:00.500Z' }, NOW)).toThrow();
  });

  it.each([
    { created_after: '2026-03-31T12:00:00.501Z' },
    { created_after: '2026-01-02T00:00:00Z', created_before: '2026-01-02T00:00:00Z' },
    { created_after: '2026-01-02T00:00:00Z', created_before: '2026-01-01T00:00:00Z' },
  ])('is refused when it is empty: %j', (query) => {
    expect(() => windowOf(query, NOW)).toThrow(
      expect.objectContaining({
        errors: [{ path: 'created_after', message: expect.any(String) as unknown }],
      }),
    );
  });

  it.each(['0000-01-01T00:00:00Z', '0000-01-01T00:00:00+23:59', '9999-12-31T23:59:59-23:59'])(
    'stays where UUIDv7s and RFC 3339 have times: %s',
    (time) => {
      for (const text of shown({ created_before: time })) expect(text).toMatch(/^\d{4}-/);
      for (const id of idBoundsOf(windowOf({ created_before: time }, NOW))) {
        expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-0000-0000-0{12}$/);
      }
    },
  );
});

describe('the later part of a window', () => {
  it('begins with the millisecond after the id, and never after its end', () => {
    const window = { after: NOW, before: NOW + 10 };
    const [id] = idBoundsOf({ after: NOW + 3, before: 0 });
    expect(windowAfter(window, id)).toEqual({ after: NOW + 4, before: NOW + 10 });
    const [last] = idBoundsOf({ after: NOW + 9, before: 0 });
    expect(windowAfter(window, last)).toEqual({ after: NOW + 10, before: NOW + 10 });
  });
});
