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
import { FORMAT_NAME_PATTERN, findFormatFaults } from '../wire/format-faults.ts';
import { UNKNOWN_FORMAT } from '../wire/built-in-formats.ts';
import type { WireFormat } from '../wire/wire-format.ts';
import { countBuiltIns, findBuiltInRecord, withBuiltIns } from './built-in-records.ts';
import type { CreateFormatBody, PutFormatBody, UpdateFormatBody } from './dto/format-fields.ts';
import { configure, findTakenHeaders, signAlike } from './format-changes.ts';
import { formatTag } from './format-json.ts';
import type { FormatConfiguration, FormatRecord, OwnFormatRecord } from './format-record.ts';
import { FormatsRepository, type LockedFormats } from './formats.repository.ts';

export interface FormatsParts {
  readonly database: Pick<Database, 'prisma' | 'clock'>;
  readonly ids: IdGenerator;
  /** Called after every change. */
  readonly onChanged: (tenantId: Uuid) => void;
}

export interface PutResult {
  readonly record: OwnFormatRecord;
  readonly isNew: boolean;
}

const BUILT_IN = 'Built-in formats do not change; make one of another name.';
const IN_USE = 'Webhooks have this format; give them another one first.';
const OTHER_SECRETS =
  'Webhooks have this format, and their secrets are for what it signs with: only a new format can sign with others.';

/** The wire formats of a tenant: the built-in ones, and its own, which alone change. */
export class FormatsService {
  private readonly repository: FormatsRepository;

  constructor(private readonly parts: FormatsParts) {
    this.repository = new FormatsRepository(parts.database.prisma);
  }

  /** @throws PosthornError `invalid` for what does not compile, `conflict` for a name in use, and as `createOnce` */
  async create(
    by: TenantContext,
    body: CreateFormatBody,
    idempotency: Idempotency | null,
  ): Promise<Created<OwnFormatRecord>> {
    const configuration = configure(body.name, body, null);
    refuseFaults(configuration.format);
    refuseBuiltIn(body.name);
    const created = await this.repository.create(
      this.originOf(by),
      idempotency,
      async (formats, id) => await formats.insert(id, configuration),
    );
    if (!created.isReplayed) this.parts.onChanged(by.tenantId);
    return created;
  }

  async get(tenantId: Uuid, name: string): Promise<FormatRecord> {
    const own = FORMAT_NAME_PATTERN.test(name) ? await this.repository.find(tenantId, name) : null;
    const record = own ?? findBuiltInRecord(name);
    if (record === null) throw notFound();
    return record;
  }

  /**
   * For a format that a body names.
   * @throws PosthornError `invalid` at the field `format`
   */
  async getWireFormat(tenantId: Uuid, name: string): Promise<WireFormat> {
    const own = await this.repository.find(tenantId, name);
    const record = own ?? findBuiltInRecord(name);
    if (record === null) throw invalidField('format', UNKNOWN_FORMAT);
    return record.format;
  }

  /** The built-in ones and the newest of the tenant's own, in the order of a list. */
  async getWireFormats(tenantId: Uuid, ownMax: number): Promise<readonly WireFormat[]> {
    const own = await this.repository.findPage(tenantId, { limit: ownMax, cursor: undefined });
    const hidden = await this.repository.findHiddenBuiltIns(tenantId);
    const rows = withBuiltIns(own.slice(0, ownMax), { limit: Infinity, cursor: undefined }, hidden);
    return rows.map(({ format }) => format);
  }

  async list(tenantId: Uuid, request: PageRequest): Promise<Page<FormatRecord>> {
    const rows = await this.repository.findPage(tenantId, request);
    const hidden = await this.repository.findHiddenBuiltIns(tenantId);
    return pageOf(withBuiltIns(rows, request, hidden), request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    const own = await this.repository.count(tenantId);
    return own > 10_000 ? own : own + countBuiltIns(await this.repository.findHiddenBuiltIns(tenantId));
  }

  /**
   * Changes what the body names and leaves the rest; a body that names nothing makes no version.
   * @throws PosthornError `not_found`, `invalid`, `precondition_failed`, and `conflict` for a built-in format and for
   *   what would make secrets of webhooks useless
   */
  async update(
    by: TenantContext,
    name: string,
    body: UpdateFormatBody,
    preconditions: Preconditions,
  ): Promise<OwnFormatRecord> {
    return await this.changeOne(by, name, preconditions, async (formats, present) => {
      return namesNothing(body) ? present : await replace(formats, present, configure(name, body, present));
    });
  }

  /**
   * Makes the format what the body says, whatever it was, and makes it where there is none.
   * @throws PosthornError as `update`, `not_found` for a name that no format can have
   */
  async put(
    by: TenantContext,
    name: string,
    body: PutFormatBody,
    preconditions: Preconditions,
  ): Promise<PutResult> {
    if (!FORMAT_NAME_PATTERN.test(name)) throw notFound();
    if (body.name !== undefined && body.name !== name)
      throw invalidField('name', 'must be the name of the format at this address');
    const configuration = configure(name, body, null);
    refuseFaults(configuration.format);
    return await this.change(by, async (formats) => {
      const present = await formats.find(name);
      if (present === null) refuseBuiltIn(name);
      refuseUnmet(preconditions, present === null ? null : formatTag(present));
      if (present === null) {
        return { record: await formats.insert(this.parts.ids.next(), configuration), isNew: true };
      }
      return { record: await replace(formats, present, configuration), isNew: false };
    });
  }

  /** @throws PosthornError `conflict` while webhooks have it, and for a built-in format */
  async delete(by: TenantContext, name: string, preconditions: Preconditions): Promise<void> {
    await this.changeOne(by, name, preconditions, async (formats, present) => {
      if (await formats.isUsed(name)) throw new PosthornError('conflict', { detail: IN_USE });
      await formats.delete(present);
    });
  }

  private async changeOne<T>(
    by: TenantContext,
    name: string,
    preconditions: Preconditions,
    work: (formats: LockedFormats, present: OwnFormatRecord) => Promise<T>,
  ): Promise<T> {
    if ((await this.get(by.tenantId, name)).version === null) refuseBuiltIn(name);
    return await this.change(by, async (formats) => {
      const present = await formats.find(name);
      if (present === null) throw notFound();
      refuseUnmet(preconditions, formatTag(present));
      return await work(formats, present);
    });
  }

  private async change<T>(by: TenantContext, work: (formats: LockedFormats) => Promise<T>): Promise<T> {
    const result = await this.repository.change(this.originOf(by), work);
    this.parts.onChanged(by.tenantId);
    return result;
  }

  private originOf(by: TenantContext): ChangeOrigin {
    const now = new Date(this.parts.database.clock.now());
    return { tenantId: by.tenantId, by, now, ids: this.parts.ids };
  }
}

async function replace(
  formats: LockedFormats,
  present: OwnFormatRecord,
  configuration: FormatConfiguration,
): Promise<OwnFormatRecord> {
  const { format } = configuration;
  refuseFaults(format);
  if (await formats.isUsed(format.name)) {
    if (!signAlike(format, present.format)) throw new PosthornError('conflict', { detail: OTHER_SECRETS });
    const errors = findTakenHeaders(format, await formats.findUsersHeaders(format.name));
    if (errors.length > 0) throw new PosthornError('invalid', { errors });
  }
  return await formats.replace(present, configuration);
}

/** Compiled for its faults alone. */
export function refuseFaults(format: WireFormat): void {
  const errors = findFormatFaults(format);
  if (errors.length > 0) throw new PosthornError('invalid', { errors });
}

function refuseBuiltIn(name: string): void {
  if (findBuiltInRecord(name) !== null) throw new PosthornError('conflict', { detail: BUILT_IN });
}

function notFound(): PosthornError {
  return new PosthornError('not_found', { detail: 'There is no such format.' });
}
