import type pg from 'pg';
import { readInTenant } from '../database/tenant-scope.ts';
import { putNewest } from '../domain/bounded-map.ts';
import type { Uuid } from '../domain/ids.ts';
import { run } from '../engine/statement.ts';
import { FIND_VALIDATION } from './sql/find-validation.ts';

export type ValidationMode = 'off' | 'warn' | 'reject';

/** What is remembered of a tenant. */
export interface TenantTypes {
  readonly mode: ValidationMode;
  /** Key of the compiled schema by type name; null for a type without one. True of this version of its event types. */
  readonly keys: Map<string, string | null>;
  readonly version: string;
  readonly readAtMs: number;
}

interface ValidationRow {
  readonly validation: ValidationMode;
  readonly event_types_version: string;
}

/** Half of what a change may take to be seen everywhere (1 s). */
const FRESH_MS = 500;
const TENANTS_MAX = 10_000;

/** What tenants ask of their events, in memory: read again after half a second, and after a change in this process. */
export class TenantTypesCache {
  private readonly known = new Map<Uuid, TenantTypes>();
  private readonly reads = new Map<Uuid, Promise<TenantTypes>>();

  constructor(
    private readonly pool: pg.Pool,
    /** Milliseconds that only grow. */
    private readonly now: () => number,
  ) {}

  async get(tenantId: Uuid): Promise<TenantTypes> {
    const known = this.known.get(tenantId);
    if (known !== undefined && this.now() - known.readAtMs < FRESH_MS) return known;
    return await (this.reads.get(tenantId) ?? this.startRead(tenantId, known));
  }

  /** A read that is under way answers those who wait for it, and nobody after them. */
  forget(tenantId: Uuid): void {
    this.known.delete(tenantId);
    this.reads.delete(tenantId);
  }

  private async startRead(tenantId: Uuid, known: TenantTypes | undefined): Promise<TenantTypes> {
    const reading = this.read(tenantId, known);
    this.reads.set(tenantId, reading);
    try {
      const types = await reading;
      if (this.reads.get(tenantId) === reading) putNewest(this.known, tenantId, types, TENANTS_MAX);
      return types;
    } finally {
      if (this.reads.get(tenantId) === reading) this.reads.delete(tenantId);
    }
  }

  private async read(tenantId: Uuid, known: TenantTypes | undefined): Promise<TenantTypes> {
    const readAtMs = this.now();
    const [row] = await readInTenant(
      this.pool,
      tenantId,
      async (db) => await run<ValidationRow>(db, FIND_VALIDATION, [tenantId]),
    );
    const version = row?.event_types_version ?? '';
    const keys = known?.version === version ? known.keys : new Map<string, string | null>();
    return { mode: row?.validation ?? 'off', keys, version, readAtMs };
  }
}
