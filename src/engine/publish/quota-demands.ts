import type { Uuid } from '../../domain/ids.ts';
import { refuseLarge, type Demand, type QuotaGate } from '../quotas/quota-gate.ts';
import { run, type Queryable } from '../statement.ts';
import type { Draft } from './draft.ts';
import { FIND_IDEMPOTENCY_KEYS } from './sql/find-idempotency-keys.ts';

/**
 * What drafts ask for, by tenant, of those that are counted and whose tenant has a quota. One that is left to the relay
 * asks for one delivery, which the relay's own count makes right.
 */
export function demandsOf(
  drafts: readonly Draft[],
  isCounted: (draft: Draft, index: number) => boolean,
): Map<Uuid, Demand> {
  const demands = new Map<Uuid, Demand>();
  for (const [index, draft] of drafts.entries()) {
    const { quotas, targets, snapshotVersion } = draft;
    if (quotas === null || (quotas.eventsPerMinute === null && quotas.liveDeliveries === null)) continue;
    if (!isCounted(draft, index)) continue;
    const { tenantId } = draft.event;
    const demand = demands.get(tenantId) ?? { quotas, events: 0, deliveries: 0 };
    demand.events += 1;
    demand.deliveries += snapshotVersion === null ? 1 : targets.length;
    demands.set(tenantId, demand);
  }
  return demands;
}

/**
 * Refuses what is too large, and what is known to be too much, before anything is stored. A repetition is neither: where
 * that decides, the keys are looked up.
 * @throws QuotaError
 */
export async function refuseKnown(db: Queryable, gate: QuotaGate, drafts: readonly Draft[]): Promise<void> {
  try {
    refuse(gate, drafts, () => true);
  } catch (refusal) {
    if (drafts.every(({ event }) => event.idempotency === null)) throw refusal;
    const known = await findKnownKeys(db, drafts);
    refuse(gate, drafts, (draft) => !known.has(keyOf(draft)));
  }
}

function refuse(gate: QuotaGate, drafts: readonly Draft[], isNew: (draft: Draft) => boolean): void {
  refuseLarge(
    drafts.map((draft) => ({ data: draft.event.data, quotas: isNew(draft) ? draft.quotas : null })),
  );
  const refusal = gate.findRefusal(demandsOf(drafts, isNew));
  if (refusal !== null) throw refusal;
}

async function findKnownKeys(db: Queryable, drafts: readonly Draft[]): Promise<Set<string>> {
  const keyed = drafts.filter(({ event }) => event.idempotency !== null);
  const rows = await run<{ tenant_id: Uuid; key: string }>(db, FIND_IDEMPOTENCY_KEYS, [
    keyed.map(({ event }) => event.tenantId),
    keyed.map(({ event }) => event.idempotency?.key ?? null),
  ]);
  return new Set(rows.map(({ tenant_id: tenantId, key }) => `${tenantId} ${key}`));
}

/** That of an event without a key ends with a space, and is no key of any: a key has a character at least. */
function keyOf({ event }: Draft): string {
  return `${event.tenantId} ${event.idempotency?.key ?? ''}`;
}
