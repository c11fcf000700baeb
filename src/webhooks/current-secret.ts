import { invalidField } from '../domain/errors.ts';
import { algorithmOf } from '../wire/secrets.ts';
import type { WireFormat } from '../wire/wire-format.ts';
import type { LockedWebhooks } from './locked-webhooks.repository.ts';
import type { WebhookRecord } from './webhook-record.ts';
import { chooseSecret, refuseOtherKind, showSecret, type GivenSecret } from './webhook-signing.ts';

const OTHER_FORM = 'must be given: the format does not sign with the present one';

/**
 * Gives a webhook the secret that its format signs with: the given one, at once and alone; else the one that it has, where
 * the format signs with it; else, where the format needs one and there is none, a new one.
 * @param given without faults
 * @returns whether the webhook has another secret than before
 * @throws PosthornError `invalid` where the present secret is not for the format, or another kind is asked for
 */
export async function settleSecret(
  webhooks: LockedWebhooks,
  present: WebhookRecord,
  format: WireFormat,
  given: GivenSecret,
): Promise<{ readonly isReplaced: boolean }> {
  if (given.secret === undefined && format.name === present.format) {
    refuseOtherKind(given, present.signature);
    return { isReplaced: false };
  }
  const kept = given.secret === undefined ? await findCurrent(webhooks, present) : null;
  const next = kept ?? chooseSecret(format, given);
  if (kept !== null && format.signature !== null && algorithmOf(format.signature, kept) === null) {
    throw invalidField('secret', OTHER_FORM);
  }
  const shown = showSecret(format, next);
  refuseOtherKind(given, shown.signature);
  const isReplaced = kept === null && next !== null;
  if (isReplaced) await webhooks.replaceSecret(present.id, next, 0);
  await webhooks.show(present.id, shown);
  return { isReplaced };
}

async function findCurrent(webhooks: LockedWebhooks, { id }: WebhookRecord): Promise<string | null> {
  const live = await webhooks.findSecrets(id);
  return live.find(({ expiresAt }) => expiresAt === null)?.secret ?? null;
}
