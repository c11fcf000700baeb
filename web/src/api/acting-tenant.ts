import { useSyncExternalStore } from 'react';

const STORED_AS = 'posthorn.tenant';
const listeners = new Set<() => void>();

/** The tenant that an operator acts for, by its id; null for the one that the key acts in by itself. Kept in this tab. */
export function actingTenant(): string | null {
  return sessionStorage.getItem(STORED_AS);
}

export function actFor(tenantId: string | null): void {
  if (tenantId === null) sessionStorage.removeItem(STORED_AS);
  else sessionStorage.setItem(STORED_AS, tenantId);
  for (const listener of listeners) listener();
}

export function useActingTenant(): string | null {
  return useSyncExternalStore(subscribe, actingTenant);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
