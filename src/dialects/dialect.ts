import type { DynamicModule } from '@nestjs/common';
import type { DialectName } from '../domain/dialect-names.ts';
import type { BodyRoute } from '../http/body.ts';
import type { ErrorFace } from '../http/error-face.ts';
import type { DialectParts } from './dialect-parts.ts';

/** One system that Posthorn stands in for. */
export interface Dialect {
  readonly name: DialectName;
  /** Null where failures are problem details, as everywhere. */
  readonly errorFace: ErrorFace | null;
  /** Its addresses that take event data, below its name. */
  readonly bodyRoutes?: readonly BodyRoute[];
  /** After so long without an attempt its webhooks are disabled; never, where it is absent. */
  readonly idleMs?: number;
  /** Its controllers; each of their paths begins with the dialect's name. */
  register(parts: DialectParts): DynamicModule;
}

/** Each event type that a dialect's documents name, with what it means. */
export type EventTypeCatalogue = Readonly<Record<string, string>>;
