import { readFile } from 'node:fs/promises';
import { noUnprivilegedUser } from './embedded-postgres-error.ts';

/** A user and group that the server's programs run as. */
export interface ServerAccount {
  name: string;
  uid: number;
  gid: number;
}

const PREFERRED_NAMES = ['postgres', 'nobody'] as const;

/** passwd(5): name:password:uid:gid:…; lines that are not of this shape are passed over. */
export function parsePasswd(text: string): ServerAccount[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || !isId(uid) || !isId(gid)) return [];
    // macOS writes `nobody` as -2, which the kernel knows as 4294967294.
    return [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }];
  });
}

export function chooseServerAccount(accounts: readonly ServerAccount[]): ServerAccount | undefined {
  return PREFERRED_NAMES.flatMap((name) =>
    accounts.filter((account) => account.name === name && account.uid !== 0),
  )[0];
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** @throws EmbeddedPostgresError `no_unprivileged_user` */
export async function findUnprivilegedAccount(): Promise<ServerAccount> {
  const account = chooseServerAccount(parsePasswd(await readFile('/etc/passwd', 'utf8')));
  if (!account) throw noUnprivilegedUser();
  return account;
}

function isId(field: string | undefined): field is string {
  return field !== undefined && /^-?\d{1,10}$/.test(field);
}
