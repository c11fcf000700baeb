import type { TenantContext } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import type { Created } from '../database/idempotency-ledger.ts';
import type { ChangeOrigin } from '../database/locked-changes.ts';
import { invalidField, PosthornError } from '../domain/errors.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import { namesNothing } from '../http/dto-fields.ts';
import { refuseUnmet, type Preconditions } from '../http/entity-tag.ts';
import { pageOf, type Page, type PageRequest } from '../http/pagination.ts';
import { isPublishableType } from '../http/event-type-field.ts';
import type { CreateEventTypeBody, PutEventTypeBody, UpdateEventTypeBody } from './dto/event-type-fields.ts';
import { eventTypeTag } from './event-type-json.ts';
import type { EventTypeConfiguration, EventTypeRecord } from './event-type-record.ts';
import { EventTypesRepository, type LockedEventTypes } from './event-types.repository.ts';
import { compileSchema } from './schema/compile-schema.ts';
import type { PatternCompiler } from './schema/patterns.ts';

export interface EventTypesParts {
  readonly database: Pick<Database, 'prisma' | 'clock'>;
  readonly ids: IdGenerator;
  /** Null where there is no engine for patterns; then schemas may have none. */
  readonly compilePattern: PatternCompiler | null;
  /** Called after every change. */
  readonly onChanged: (tenantId: Uuid) => void;
}

export interface PutResult {
  readonly eventType: EventTypeRecord;
  readonly isNew: boolean;
}

const DEFAULTS: EventTypeConfiguration = { description: '', schema: null, example: null };

export class EventTypesService {
  private readonly repository: EventTypesRepository;

  constructor(private readonly parts: EventTypesParts) {
    this.repository = new EventTypesRepository(parts.database.prisma);
  }

  /** @throws PosthornError `invalid` for its schema, `conflict` for a name in use, and as `createOnce` */
  async create(
    by: TenantContext,
    body: CreateEventTypeBody,
    idempotency: Idempotency | null,
  ): Promise<Created<EventTypeRecord>> {
    this.refuseSchema(body);
    const configuration = configure(body, DEFAULTS);
    const created = await this.repository.create(
      this.originOf(by),
      idempotency,
      async (types, id) => await types.insert(id, body.name, configuration),
    );
    if (!created.isReplayed) this.parts.onChanged(by.tenantId);
    return created;
  }

  async get(tenantId: Uuid, name: string): Promise<EventTypeRecord> {
    const type = isPublishableType(name) ? await this.repository.find(tenantId, name) : null;
    if (type === null) throw notFound();
    return type;
  }

  async list(tenantId: Uuid, request: PageRequest): Promise<Page<EventTypeRecord>> {
    const rows = await this.repository.findPage(tenantId, request);
    return pageOf(rows, request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.repository.count(tenantId);
  }

  /**
   * Changes what the body names and leaves the rest; a body that names nothing makes no version.
   * @throws PosthornError `not_found`, `invalid` for its schema, `precondition_failed`
   */
  async update(
    by: TenantContext,
    name: string,
    body: UpdateEventTypeBody,
    preconditions: Preconditions,
  ): Promise<EventTypeRecord> {
    await this.get(by.tenantId, name);
    this.refuseSchema(body);
    return await this.changeOne(by, name, preconditions, async (types, present) => {
      return namesNothing(body) ? present : await types.replace(present, configure(body, present));
    });
  }

  /**
   * Makes the type what the body says, whatever it was, and makes it where there is none.
   * @throws PosthornError `not_found` for a name that no type can have, `invalid`, `precondition_failed`
   */
  async put(
    by: TenantContext,
    name: string,
    body: PutEventTypeBody,
    preconditions: Preconditions,
  ): Promise<PutResult> {
    if (!isPublishableType(name)) throw notFound();
    if (body.name !== undefined && body.name !== name)
      throw invalidField('name', 'must be the name of the event type at this address');
    this.refuseSchema(body);
    const configuration = configure(body, DEFAULTS);
    return await this.change(by, async (types) => {
      const present = await types.find(name);
      refuseUnmet(preconditions, present === null ? null : eventTypeTag(present));
      if (present === null) {
        const id = this.parts.ids.next();
        return { eventType: await types.insert(id, name, configuration), isNew: true };
      }
      return { eventType: await types.replace(present, configuration), isNew: false };
    });
  }

  /** Its events stay; later ones of the name are not checked. */
  async delete(by: TenantContext, name: string, preconditions: Preconditions): Promise<void> {
    await this.get(by.tenantId, name);
    await this.changeOne(by, name, preconditions, async (types, present) => {
      await types.delete(present);
    });
  }

  /** Compiled here for its faults alone, before any lock is taken. */
  private refuseSchema({ schema }: UpdateEventTypeBody): void {
    if (schema !== undefined && schema !== null) compileSchema(schema, this.parts.compilePattern);
  }

  private async changeOne<T>(
    by: TenantContext,
    name: string,
    preconditions: Preconditions,
    work: (types: LockedEventTypes, present: EventTypeRecord) => Promise<T>,
  ): Promise<T> {
    return await this.change(by, async (types) => {
      const present = await types.find(name);
      if (present === null) throw notFound();
      refuseUnmet(preconditions, eventTypeTag(present));
      return await work(types, present);
    });
  }

  private async change<T>(by: TenantContext, work: (types: LockedEventTypes) => Promise<T>): Promise<T> {
    const result = await this.repository.change(this.originOf(by), work);
    this.parts.onChanged(by.tenantId);
    return result;
  }

  private originOf(by: TenantContext): ChangeOrigin {
    const now = new Date(this.parts.database.clock.now());
    return { tenantId: by.tenantId, by, now, ids: this.parts.ids };
  }
}

/** A body on what is there for the fields that it leaves out; null asks for the default. */
function configure(body: UpdateEventTypeBody, base: EventTypeConfiguration): EventTypeConfiguration {
  return {
    description: body.description === undefined ? base.description : (body.description ?? ''),
    schema: body.schema === undefined ? base.schema : body.schema,
    example: body.example === undefined ? base.example : body.example,
  };
}

function notFound(): PosthornError {
  return new PosthornError('not_found', { detail: 'There is no such event type.' });
}
