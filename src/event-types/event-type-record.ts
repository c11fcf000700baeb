import type { Uuid } from '../domain/ids.ts';
import type { JsonSchema } from './schema/read-schema.ts';

/** What its tenant decides about an event type; each change of it is a version. */
export interface EventTypeConfiguration {
  readonly description: string;
  /** Null for a type whose events may hold anything. */
  readonly schema: JsonSchema | null;
  readonly example: Readonly<Record<string, unknown>> | null;
}

/** An event type as it is stored. */
export interface EventTypeRecord extends EventTypeConfiguration {
  readonly id: Uuid;
  readonly name: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
