import type { PageRequest } from '../http/pagination.ts';

/** A page in Prisma's words: up to `limit + 1` rows by their id, in the direction of the cursor. */
export interface Keyset {
  readonly place: { readonly id?: { readonly gt: string } | { readonly lt: string } };
  readonly order: { readonly orderBy: { readonly id: 'asc' | 'desc' }; readonly take: number };
}

export function keysetOf({ cursor, limit }: PageRequest): Keyset {
  const isPrev = cursor?.direction === 'prev';
  return {
    place: cursor === undefined ? {} : { id: isPrev ? { gt: cursor.id } : { lt: cursor.id } },
    order: { orderBy: { id: isPrev ? 'asc' : 'desc' }, take: limit + 1 },
  };
}
