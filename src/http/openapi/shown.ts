import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import type { IdKind } from '../../domain/ids.ts';
import { exampleId } from './example-ids.ts';

/** What the field of an answer is; each has an example, of which the examples of whole answers are made. */
type ShownOptions = ApiPropertyOptions & { readonly example: unknown };

/** A field of an answer. */
export function Shown(options: ShownOptions): PropertyDecorator {
  return ApiProperty(options);
}

const BASE32 = '[0-9a-hjkmnp-tv-z]';
/** A UUIDv7 in the letters of a TypeID: two of them hold its version and its variant (RFC 9562 section 5.7). */
const SUFFIX = `[0-7]${BASE32}{9}[ef]${BASE32}{2}[89abrstv]${BASE32}{12}`;

/** A TypeID, such as `wh_01k…`. */
export function ShownId(kind: IdKind, options: ApiPropertyOptions = {}): PropertyDecorator {
  const example = exampleId(kind);
  const pattern = `^${example.split('_', 1)[0] ?? ''}_${SUFFIX}$`;
  return ApiProperty({ type: String, pattern, example, ...options });
}

/** RFC 3339, UTC, to the millisecond. */
export function ShownTime(options: ApiPropertyOptions = {}): PropertyDecorator {
  return ApiProperty({ type: String, format: 'date-time', example: '2026-01-31T12:00:00.000Z', ...options });
}

/** As `ShownTime`, or null. */
export function ShownTimeOrNull(options: ApiPropertyOptions = {}): PropertyDecorator {
  return ShownTime({ nullable: true, ...options });
}
