import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import { readInTenant } from '../database/tenant-scope.ts';
import { putNewest } from '../domain/bounded-map.ts';
import type { FieldFault } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import { run } from '../engine/statement.ts';
import { FAULTS_MAX } from '../http/fault-list.ts';
import { compileSchema, type CompiledSchema } from './schema/compile-schema.ts';
import type { PatternCompiler } from './schema/patterns.ts';
import type { JsonSchema } from './schema/read-schema.ts';
import { EVENT_STEPS_MAX } from './schema/step-meter.ts';
import { FIND_SCHEMAS } from './sql/find-validation.ts';
import { TenantTypesCache, type TenantTypes } from './tenant-types.ts';

/** For all events of a request together; see step-meter.ts. */
const REQUEST_STEPS_MAX = 10 * EVENT_STEPS_MAX;
/** Then others have their turn. */
const TURN_STEPS = 50_000;
/** Compiled schemas in memory, those used longest ago going first. A usual one takes some tens of kilobytes. */
const COMPILED_MAX = 500;
/** Names remembered of a tenant, those without a schema included. */
const NAMES_MAX = 10_000;
const UNREADABLE: CompiledSchema = {
  check: () => ({
    faults: [{ path: 'data', message: 'cannot be checked: the schema of its type cannot be read here' }],
    stepsTaken: 0,
  }),
};

export interface CheckedEvent {
  readonly type: string;
  /** JSON text. Of repeated keys the last counts, as in JSON.parse; `__proto__` is a name like any other. */
  readonly data: string;
}

export interface EventFindings {
  readonly isRejected: boolean;
  /** By the event's place; paths begin at `data`. */
  readonly faults: ReadonlyMap<number, readonly FieldFault[]>;
}

interface SchemaRow {
  readonly id: Uuid;
  readonly name: string;
  readonly version: number;
  readonly schema: JsonSchema;
}

export interface EventValidatorParts {
  readonly pool: pg.Pool;
  readonly compilePattern: PatternCompiler | null;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** Checks events against the schemas of their types, where their tenant asks for it. */
export class EventValidator {
  private readonly tenants: TenantTypesCache;
  /** By id and version of the event type. */
  private readonly compiled = new Map<string, CompiledSchema>();

  constructor(private readonly parts: EventValidatorParts) {
    this.tenants = new TenantTypesCache(parts.pool, parts.now);
  }

  /** Null where the tenant asks for no check, or nothing was found. Where it rejects, not all may be listed. */
  async check(tenantId: Uuid, events: readonly CheckedEvent[]): Promise<EventFindings | null> {
    const tenant = await this.tenants.get(tenantId);
    if (tenant.mode === 'off') return null;
    const schemas = await this.loadSchemas(tenantId, tenant, new Set(events.map(({ type }) => type)));
    if (schemas.size === 0) return null;
    const isRejected = tenant.mode === 'reject';
    const faults = await findFaults(events, schemas, isRejected);
    return faults.size === 0 ? null : { isRejected, faults };
  }

  /** Whether events of the type are refused for what their data breaks. */
  async rejects(tenantId: Uuid, type: string): Promise<boolean> {
    const tenant = await this.tenants.get(tenantId);
    if (tenant.mode !== 'reject') return false;
    return (await this.loadSchemas(tenantId, tenant, new Set([type]))).size > 0;
  }

  /** What is known of a tenant has just changed through this process. */
  forget(tenantId: Uuid): void {
    this.tenants.forget(tenantId);
  }

  private async loadSchemas(
    tenantId: Uuid,
    { keys }: TenantTypes,
    names: ReadonlySet<string>,
  ): Promise<Map<string, CompiledSchema>> {
    const schemas = new Map<string, CompiledSchema>();
    const unknown: string[] = [];
    for (const name of names) {
      const key = keys.get(name);
      const schema = typeof key === 'string' ? this.recall(key) : undefined;
      if (schema !== undefined) schemas.set(name, schema);
      else if (key !== null) unknown.push(name);
    }
    if (unknown.length === 0) return schemas;
    const rows = await readInTenant(
      this.parts.pool,
      tenantId,
      async (db) => await run<SchemaRow>(db, FIND_SCHEMAS, [tenantId, unknown]),
    );
    if (keys.size + unknown.length > NAMES_MAX) keys.clear();
    const found = new Set(rows.map(({ name }) => name));
    for (const name of unknown) if (!found.has(name)) keys.set(name, null);
    for (const { id, name, version, schema } of rows) {
      const key = `${id} ${version}`;
      schemas.set(name, this.recall(key) ?? this.compile(key, schema));
      keys.set(name, key);
      await nextTurn();
    }
    return schemas;
  }

  private recall(key: string): CompiledSchema | undefined {
    const schema = this.compiled.get(key);
    if (schema !== undefined) this.remember(key, schema);
    return schema;
  }

  private compile(key: string, schema: JsonSchema): CompiledSchema {
    const compiled = compileOr(UNREADABLE, schema, this.parts.compilePattern);
    this.remember(key, compiled);
    return compiled;
  }

  private remember(key: string, schema: CompiledSchema): void {
    putNewest(this.compiled, key, schema, COMPILED_MAX);
  }
}

/** A schema was checked when it was stored, but maybe by a process of another version. */
function compileOr(
  fallback: CompiledSchema,
  schema: JsonSchema,
  compilePattern: PatternCompiler | null,
): CompiledSchema {
  try {
    return compileSchema(schema, compilePattern);
  } catch {
    return fallback;
  }
}

/** @param isRejected then what comes after enough faults need not be looked at; else each event has at least its first */
async function findFaults(
  events: readonly CheckedEvent[],
  schemas: ReadonlyMap<string, CompiledSchema>,
  isRejected: boolean,
): Promise<Map<number, FieldFault[]>> {
  const found = new Map<number, FieldFault[]>();
  let stepsTaken = 0;
  let stepsThisTurn = 0;
  let faultCount = 0;
  for (const [index, { type, data }] of events.entries()) {
    const schema = schemas.get(type);
    if (schema === undefined) continue;
    const stepsMax = Math.min(EVENT_STEPS_MAX, Math.max(0, REQUEST_STEPS_MAX - stepsTaken));
    const result = schema.check(JSON.parse(data), stepsMax);
    stepsTaken += result.stepsTaken;
    stepsThisTurn += result.stepsTaken + data.length;
    if (result.faults.length > 0)
      found.set(index, faultCount < FAULTS_MAX ? result.faults : result.faults.slice(0, 1));
    faultCount += result.faults.length;
    if (isRejected && faultCount > FAULTS_MAX) break;
    if (stepsThisTurn < TURN_STEPS) continue;
    stepsThisTurn = 0;
    await nextTurn();
  }
  return found;
}
