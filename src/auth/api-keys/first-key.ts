import type { Settings } from '../../config/settings.ts';
import type { Database } from '../../database/database.ts';
import { createKeySecret, formatApiKey } from '../../domain/api-keys.ts';
import { IdGenerator } from '../../domain/ids.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';

/** How a process guards its API, decided once at its start. */
export interface AccessStart {
  readonly mode: 'open' | 'required';
  /** Made just now, to be shown this once; null where nobody needs it. */
  readonly firstKey: string | null;
}

/**
 * Decides whether the API is open, which a key that somebody has made rules out where `POSTHORN_AUTH` is `auto`, and sees to
 * it that a guarded one can be entered: without `POSTHORN_ADMIN_KEY`, and without a key of every tenant that may do
 * everything, one is made.
 */
export async function startAccess(
  { auth, role }: Pick<Settings, 'auth' | 'role'>,
  { prisma, clock }: Pick<Database, 'prisma' | 'clock'>,
  randomBytes: (size: number) => Buffer,
): Promise<AccessStart> {
  if (role === 'worker') return { mode: auth.mode, firstKey: null };
  const ids = new IdGenerator(() => clock.now());
  const keys = new ApiKeysRepository(prisma, ids);
  const now = new Date(clock.now());
  if (auth.mode === 'open') {
    const isClosed = auth.isOpenUntilKeyMade && (await keys.hasGood(now));
    if (!isClosed) return { mode: 'open', firstKey: null };
  }
  if (auth.adminKey !== undefined) return { mode: 'required', firstKey: null };
  const id = ids.next();
  const secret = createKeySecret(randomBytes);
  const isMade = await keys.createFirst({
    id,
    secret,
    tenantId: null,
    name: 'First key',
    scopes: ['admin'],
    expiresAt: null,
    now,
  });
  return { mode: 'required', firstKey: isMade ? formatApiKey({ id, secret }) : null };
}
