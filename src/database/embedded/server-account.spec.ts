import { describe, expect, it } from '@jest/globals';
import { chooseServerAccount, parsePasswd } from './server-account.ts';

const NOBODY = 'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin';
const POSTGRES = 'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash';

describe('the account that the server runs as when Posthorn is root', () => {
  it('is postgres, wherever it stands in the file', () => {
    const accounts = parsePasswd(`root:x:0:0::/root:/bin/sh\n${NOBODY}\n${POSTGRES}\n`);
    expect(chooseServerAccount(accounts)).toEqual({ name: 'postgres', uid: 101, gid: 104 });
  });

  it('is nobody where there is no postgres', () => {
    expect(chooseServerAccount(parsePasswd(NOBODY))).toEqual({ name: 'nobody', uid: 65534, gid: 65533 });
  });

  it('is never an account with the rights of root', () => {
    expect(chooseServerAccount(parsePasswd('postgres:x:0:0::/:/bin/sh'))).toBeUndefined();
  });

  it('is missing where neither is known', () => {
    expect(chooseServerAccount(parsePasswd('root:x:0:0::/root:/bin/sh\n'))).toBeUndefined();
  });
});

describe('parsePasswd', () => {
  it('passes over comments, empty lines and lines without ids', () => {
    expect(parsePasswd('# comment\n\n+::::::\nbroken\na:x:1:x:\n')).toEqual([]);
  });

  it('reads the negative ids of macOS as the kernel does', () => {
    expect(parsePasswd('nobody:*:-2:-2::/var/empty:/usr/bin/false')).toEqual([
      { name: 'nobody', uid: 4294967294, gid: 4294967294 },
    ]);
  });
});
