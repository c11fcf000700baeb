/** What stands behind `#link=`: it is sent to no server as a part of the address. Null where there is none. */
export function linkTokenOf(hash: string): string | null {
  return /^#link=(phl_[0-9a-f]{64})$/.exec(hash)?.[1] ?? null;
}
