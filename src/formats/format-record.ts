import type { Uuid } from '../domain/ids.ts';
import type { WireFormat } from '../wire/wire-format.ts';

/** A format and what its owner says about it; each change is a version. */
export interface FormatConfiguration {
  readonly description: string;
  readonly format: WireFormat;
}

/** A tenant's own, as it is stored. */
export interface OwnFormatRecord extends FormatConfiguration {
  readonly id: Uuid;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One that every tenant has: it has no row, and the version of Posthorn says what it is. */
export interface BuiltInRecord extends FormatConfiguration {
  /** Its place in lists. */
  readonly id: Uuid;
  readonly version: null;
}

export type FormatRecord = OwnFormatRecord | BuiltInRecord;
