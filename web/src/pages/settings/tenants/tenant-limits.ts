import type { Tenant, TenantBody } from '../../../api/tenants.ts';

export const QUOTAS = [
  { name: 'webhooks', label: 'Webhooks' },
  { name: 'events_per_minute', label: 'Events a minute' },
  { name: 'live_deliveries', label: 'Live deliveries' },
  { name: 'payload_bytes', label: 'Bytes of an event’s data' },
] as const satisfies readonly { readonly name: keyof Tenant['quotas']; readonly label: string }[];

export const RETENTION = [
  { name: 'history_days', label: 'History' },
  { name: 'event_data_days', label: 'Data of events' },
  { name: 'attempt_data_days', label: 'Headers and bodies of attempts' },
] as const satisfies readonly { readonly name: keyof Tenant['retention']; readonly label: string }[];

/** What is typed, by the API's names; empty for what the installation gives. */
export type LimitTexts = Readonly<Record<string, string>>;

export function limitTexts({ quotas, retention }: Pick<Tenant, 'quotas' | 'retention'>): LimitTexts {
  const entries = Object.entries({ ...quotas, ...retention });
  return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? '' : String(value)]));
}

export function limitsOf(texts: LimitTexts): Required<Pick<TenantBody, 'quotas' | 'retention'>> {
  const read = (names: readonly { readonly name: string }[]): Record<string, number | null> =>
    Object.fromEntries(names.map(({ name }) => [name, numberOf(texts[name])]));
  return { quotas: read(QUOTAS), retention: read(RETENTION) };
}

function numberOf(text = ''): number | null {
  return text.trim() === '' ? null : Number(text);
}
