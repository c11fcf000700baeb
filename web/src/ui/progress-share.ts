export interface Progressing {
  readonly done: number;
  /** Null where it is not known. */
  readonly total: number | null;
  readonly isOver: boolean;
}

/** How far something has come, from 0 to 1; null where nobody knows. */
export function shareDone({ done, total, isOver }: Progressing): number | null {
  if (total === null) return isOver ? 1 : null;
  if (total === 0) return isOver ? 1 : 0;
  return Math.min(done / total, 1);
}
