import { describe, expect, it } from '@jest/globals';
import { isDatabaseGone } from './database-gone.ts';

const withCode = (code: string): Error => Object.assign(new Error('private'), { code });

describe('isDatabaseGone', () => {
  it.each([
    'ECONNREFUSED',
    '57P01',
    '57P03',
    '08006',
    '08001',
    '53100',
    '53200',
    '53300',
    '58030',
    '40P01',
    '57014',
    'P1001',
    'P1017',
  ])('takes the code %s for a database that is away', (code) => {
    expect(isDatabaseGone(withCode(code))).toBe(true);
    expect(isDatabaseGone(new Error('outer', { cause: withCode(code) }))).toBe(true);
  });

  it.each(['23505', '42P01', '40001', 'ERR_INVALID_ARG_TYPE', 'P2002', '08', '080061'])(
    'takes the code %s for something else',
    (code) => {
      expect(isDatabaseGone(withCode(code))).toBe(false);
    },
  );

  it('knows the failures that pg gives no code', () => {
    expect(isDatabaseGone(new Error('Query read timeout'))).toBe(true);
    expect(isDatabaseGone(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });

  it('never goes by the message where there is a code', () => {
    expect(isDatabaseGone(Object.assign(withCode('23505'), { message: 'Query read timeout' }))).toBe(false);
  });

  it('knows the adapter of Prisma by its kind', () => {
    const cause = { kind: 'DatabaseNotReachable', host: 'db', port: 5432 };
    expect(isDatabaseGone(Object.assign(new Error('x'), { cause }))).toBe(true);
    expect(isDatabaseGone(Object.assign(new Error('x'), { cause: { kind: 'TableDoesNotExist' } }))).toBe(
      false,
    );
  });

  it('knows what Postgres said inside an error of Prisma', () => {
    const withState = (originalCode: string): Error => {
      const cause = { kind: 'postgres', code: originalCode, originalCode };
      return Object.assign(withCode('P2039'), {
        meta: { driverAdapterError: { name: 'DriverAdapterError', cause } },
      });
    };
    expect(isDatabaseGone(withState('55P03'))).toBe(true);
    expect(isDatabaseGone(withState('23514'))).toBe(false);
    expect(isDatabaseGone(withCode('P2028'))).toBe(true);
  });

  it('comes to an end on a failure that is its own cause', () => {
    const failure: { cause?: unknown } = {};
    failure.cause = failure;
    expect(isDatabaseGone(failure)).toBe(false);
    expect(isDatabaseGone(undefined)).toBe(false);
    expect(isDatabaseGone('ECONNREFUSED')).toBe(false);
  });
});
