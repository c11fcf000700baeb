const DAY_MS = 86_400_000;

/** Days until a new key ends; `never` stands for none. */
export const EXPIRIES = ['never', '7', '30', '90', '365'] as const;
export type Expiry = (typeof EXPIRIES)[number];

export function expiryLabel(expiry: Expiry): string {
  if (expiry === 'never') return 'Never';
  return expiry === '365' ? 'In a year' : `In ${expiry} days`;
}

/** @param now milliseconds since 1970 */
export function expiresAt(expiry: Expiry, now: number): string | null {
  return expiry === 'never' ? null : new Date(now + Number(expiry) * DAY_MS).toISOString();
}
