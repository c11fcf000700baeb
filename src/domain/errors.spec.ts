import { describe, expect, it } from '@jest/globals';
import { ERRORS, PosthornError, invalidField } from './errors.ts';

describe('the catalogue of failures', () => {
  it('gives every code an error status and whole public sentences', () => {
    for (const [code, { status, title, detail, when, remedy }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[a-z_]+$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).toMatch(/^[A-Z]/);
      for (const sentence of [detail, when, remedy]) expect(sentence).toMatch(/^[A-Z].*[.]$/);
    }
  });

  it('answers each status of the conventions', () => {
    const statuses = new Set(Object.values(ERRORS).map(({ status }) => status));
    expect([...statuses].sort()).toEqual([
      400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 422, 429, 431, 500, 503,
    ]);
  });
});

describe('PosthornError', () => {
  it('keeps the private cause out of every public part', () => {
    const error = new PosthornError('unavailable', { cause: new Error('s3cret'), retryAfterSeconds: 2 });
    const { code, detail, errors, status, retryAfterSeconds } = error;
    expect({ code, status, retryAfterSeconds }).toEqual({
      code: 'unavailable',
      status: 503,
      retryAfterSeconds: 2,
    });
    expect(errors).toBeUndefined();
    expect(detail).toBe(ERRORS.unavailable.detail);
    expect(JSON.stringify(error) + error.message).not.toContain('s3cret');
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('carries the one fault of a field', () => {
    expect(invalidField('cursor', 'is not a cursor').errors).toEqual([
      { path: 'cursor', message: 'is not a cursor' },
    ]);
  });
});
