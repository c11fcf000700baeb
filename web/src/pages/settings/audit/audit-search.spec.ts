import { describe, expect, it } from '@jest/globals';
import { auditFilters, readAuditSearch } from './audit-search.ts';

describe('readAuditSearch', () => {
  it('takes what the API knows, and passes over the rest', () => {
    const search = {
      action: 'key.revoked',
      actor_kind: 'key',
      object_id: 'key_1',
      from: '2026-01-31',
      all: true,
    };
    expect(readAuditSearch({ ...search, other: 1 })).toEqual(search);
    expect(
      readAuditSearch({ action: 'x', actor_kind: 1, actor: '', from: '31.1.', to: '2026-13-40', all: 'yes' }),
    ).toEqual({});
  });
});

describe('auditFilters', () => {
  it('has both days within', () => {
    expect(auditFilters({ from: '2026-01-30', to: '2026-01-31', all: true, actor: 'sub' })).toEqual({
      actor: 'sub',
      created_after: '2026-01-30T00:00:00.000Z',
      created_before: '2026-02-01T00:00:00.000Z',
    });
  });
});
