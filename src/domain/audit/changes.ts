import { isDeepStrictEqual } from 'node:util';
import { HEADER_MASK } from '../header-mask.ts';

/** A field before and after: one of the two alone where the thing was made, or is gone. */
export interface AuditChange {
  readonly before?: unknown;
  readonly after?: unknown;
}
export type AuditChanges = Readonly<Record<string, AuditChange>>;

/** A thing's fields by the names that the API shows them under. */
export type AuditedFields = Readonly<Record<string, unknown>>;

/** All that a new thing was made with. */
export function changesOfCreation(after: AuditedFields): AuditChanges {
  return Object.fromEntries(Object.entries(after).map(([field, value]) => [field, { after: value }]));
}

/** The fields that differ. */
export function changesBetween(before: AuditedFields, after: AuditedFields): AuditChanges {
  const differing = Object.entries(after).filter(
    ([field, value]) => !isDeepStrictEqual(before[field], value),
  );
  return Object.fromEntries(
    differing.map(([field, value]) => [field, { before: before[field] ?? null, after: value }]),
  );
}

/** A field whose values are secrets: it changed, and nothing else is told. */
export const MASKED_CHANGE: AuditChange = { before: HEADER_MASK, after: HEADER_MASK };

/** As `MASKED_CHANGE`, of what has just been made. */
export const MASKED_CREATION: AuditChange = { after: HEADER_MASK };

/** Header names with the mask for each value. */
export function maskValues(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, HEADER_MASK]));
}
