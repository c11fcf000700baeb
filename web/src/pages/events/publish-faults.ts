import { ApiError } from '../../api/api-error.ts';

const FIELDS = ['type', 'data', 'tags'] as const;
export type PublishField = (typeof FIELDS)[number];

interface Fault {
  readonly path: string;
  readonly message: string;
}

/** What the API found wrong with a field or with what is in it, as in `data.order_id`; null where nothing. */
export function faultsOf(error: Error | null, field: PublishField): string | null {
  if (!(error instanceof ApiError)) return null;
  const found = error.faults.filter(({ path }) => isOf(field, path));
  return found.length === 0 ? null : found.map(({ path, message }) => `${path} ${message}`).join('; ');
}

/** Whether something is wrong that stands at none of the fields. */
export function otherFaults(faults: readonly Fault[]): boolean {
  return faults.length === 0 || faults.some(({ path }) => !FIELDS.some((field) => isOf(field, path)));
}

function isOf(field: PublishField, path: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
}
