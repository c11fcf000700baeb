import type { Uuid } from '../domain/ids.ts';
import type { OwnKeeping } from '../domain/keeping.ts';
import type { TenantQuotas } from '../domain/quotas.ts';

/** What becomes of an event whose data breaks the schema of its type: nothing is checked, it is told, it is refused. */
export const VALIDATION_MODES = ['off', 'warn', 'reject'] as const;
export type ValidationMode = (typeof VALIDATION_MODES)[number];

/** What its administrator decides about a tenant; each change of it is a version. */
export interface TenantConfiguration {
  readonly uid: string | null;
  readonly name: string;
  readonly validation: ValidationMode;
  /** Null is the installation's default. */
  readonly quotas: TenantQuotas;
  /** Null is as long as the installation keeps it. */
  readonly retention: OwnKeeping;
}

/** A tenant as it is stored. */
export interface TenantRecord extends TenantConfiguration {
  readonly id: Uuid;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
