import { ApiExtension } from '@nestjs/swagger';
import type { ErrorCode } from '../../domain/errors.ts';

/** Where the document's maker finds the codes; it writes them out as answers with their examples. */
export const PROBLEMS_EXTENSION = 'x-problems';

/** Where it finds the other media types of a body, by name. */
export const ALSO_CONSUMES_EXTENSION = 'x-also-consumes';

/** Where it finds the other media types of a 200, by name. */
export const ALSO_PRODUCES_EXTENSION = 'x-also-produces';

/**
 * The failures of an operation beside those that its kind always has: no or a wrong key, an unknown tenant, a faulty
 * body or query, a database that is gone.
 */
export function ApiProblems(...codes: readonly ErrorCode[]): MethodDecorator {
  return ApiExtension(PROBLEMS_EXTENSION, [...codes]);
}
