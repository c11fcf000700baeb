import { describe, expect, it } from '@jest/globals';
import { permits, SCOPES, scopesAmong } from './scopes.ts';

describe('permits', () => {
  it('lets a scope do what it names, admin everything, and none nothing', () => {
    for (const needed of SCOPES) {
      const permitting = SCOPES.filter((held) => permits([held], needed));
      expect(permitting).toEqual(needed === 'admin' ? ['admin'] : [needed, 'admin']);
      expect(permits([], needed)).toBe(false);
    }
  });

  it('looks at all that are held', () => {
    expect(permits(['read', 'publish'], 'publish')).toBe(true);
    expect(permits(['read', 'publish'], 'manage')).toBe(false);
  });
});

describe('scopesAmong', () => {
  it('passes over what is no scope', () => {
    expect(scopesAmong(['openid', 'read', 'Admin', 'publish', 'read', 'toString', ''])).toEqual([
      'publish',
      'read',
    ]);
  });
});
