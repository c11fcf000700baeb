import { toPublicId, type IdKind } from '../../domain/ids.ts';

/** Stands in the examples of the API's document, and nowhere else. */
const EXAMPLE_UUID = '019c12f0-4e80-7000-8000-000000000001';

export function exampleId(kind: IdKind): string {
  return toPublicId(kind, EXAMPLE_UUID);
}
