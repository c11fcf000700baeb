import { randomUUID } from 'node:crypto';
import type { Uuid } from '../../src/domain/ids.ts';
import { addTenant } from './second-tenant.ts';
import type { TestApp } from './test-app.ts';

interface Quotas {
  readonly webhooks?: number | null;
  readonly events_per_minute?: number | null;
  readonly live_deliveries?: number | null;
  readonly payload_bytes?: number | null;
}

export interface QuotaTenant {
  readonly id: Uuid;
  readonly uid: string;
  /** The header that acts in its name. */
  readonly header: { readonly 'Posthorn-Tenant': string };
}

/** A new tenant with these quotas. */
export async function addQuotaTenant(app: TestApp, quotas: Quotas): Promise<QuotaTenant> {
  const uid = `t-${randomUUID()}`;
  const id = await addTenant(app, uid);
  await setQuotas(app, uid, quotas);
  return { id, uid, header: { 'Posthorn-Tenant': uid } };
}

export async function setQuotas(app: TestApp, uid: string, quotas: Quotas | null): Promise<void> {
  const changed = await app.patch(`/api/tenants/${uid}`, { quotas });
  if (changed.status !== 200) throw new Error(`The quotas were answered ${changed.text}`);
}

const MINUTE_MS = 60_000;

/** Waits, where the database's minute is about to end, for the next: a test's events then share one. */
export async function awaitWholeMinute(
  { database }: Pick<TestApp, 'database'>,
  leftMs = 10_000,
): Promise<void> {
  for (;;) {
    const [row] = await database.query<{ left: number }>(
      `select ${MINUTE_MS} - (extract(epoch from clock_timestamp()) * 1000)::bigint % ${MINUTE_MS} as left`,
    );
    if (Number(row?.left) > leftMs) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
