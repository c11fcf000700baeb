import type { Prisma } from '../../database/generated/client.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { Uuid } from '../../domain/ids.ts';
import { WEBHOOKS_OF_USER_MAX } from './taskflow-defaults.ts';

type Step = (tx: Prisma.TransactionClient, webhookId: Uuid) => Promise<void>;

const DIALECT = 'taskflow';
const NAME_TAKEN = 'Another webhook of this user has the name.';

/** A user of TaskFlow within a tenant. */
export interface TaskflowUser {
  readonly tenantId: Uuid;
  readonly user: string;
}

/**
 * For the transaction that makes a webhook, under the lock of its tenant's webhooks: what is counted there stays true until
 * its end, however many are made at the same moment. Before the webhook is linked to its user.
 * @throws PosthornError `conflict` for a name that another webhook of the user has; `quota_exceeded` for the 11th
 */
export function admitting(owner: TaskflowUser, name: string): Step {
  return async (tx) => {
    if (await hasName(tx, owner, name)) throw new PosthornError('conflict', { detail: NAME_TAKEN });
    const count = await tx.webhook.count({ where: ofUser(owner) });
    if (count < WEBHOOKS_OF_USER_MAX) return;
    const detail = `A user may have ${String(WEBHOOKS_OF_USER_MAX)} webhooks.`;
    throw new PosthornError('quota_exceeded', { detail });
  };
}

/** As `admitting`, for another name. */
export function renaming(owner: TaskflowUser, name: string): Step {
  return async (tx, webhookId) => {
    if (!(await hasName(tx, owner, name, webhookId))) return;
    throw new PosthornError('conflict', { detail: NAME_TAKEN });
  };
}

async function hasName(
  tx: Prisma.TransactionClient,
  owner: TaskflowUser,
  name: string,
  exceptId?: Uuid,
): Promise<boolean> {
  const others = exceptId === undefined ? {} : { id: { not: exceptId } };
  const where = { ...ofUser(owner), name, ...others };
  return (await tx.webhook.findFirst({ where, select: { id: true } })) !== null;
}

function ofUser({ tenantId, user }: TaskflowUser): Prisma.WebhookWhereInput {
  return { tenantId, deletedAt: null, dialect: { dialect: DIALECT, owner: user } };
}
