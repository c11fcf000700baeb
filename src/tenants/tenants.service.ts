import type { OnApplicationBootstrap } from '@nestjs/common';
import type { AuditOrigin } from '../domain/audit/actor.ts';
import type { TenantResolver } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import type { Created } from '../database/idempotency-ledger.ts';
import { ofEveryTenant } from '../database/tenant-scope.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import { fromPublicId, type IdGenerator, type Uuid } from '../domain/ids.ts';
import { NO_OWN_KEEPING, type Keeping } from '../domain/keeping.ts';
import { NO_QUOTAS, type TenantQuotas } from '../domain/quotas.ts';
import { findUidFault } from '../domain/uid.ts';
import { namesNothing } from '../http/dto-fields.ts';
import { refuseUnmet, type Preconditions } from '../http/entity-tag.ts';
import { pageOf, type Page, type PageRequest } from '../http/pagination.ts';
import { configureQuotas } from './dto/quotas-body.ts';
import { configureRetention } from './dto/retention-body.ts';
import type { TenantBody } from './dto/tenant-body.ts';
import { tenantTag } from './tenant-json.ts';
import type { TenantConfiguration, TenantRecord } from './tenant-record.ts';
import type { TenantUsage } from './tenant-usage.ts';
import { TenantsRepository, type TenantOrigin, type TenantReference } from './tenants.repository.ts';

const DEFAULT_UID = 'default';
/** How long a name may still lead to a tenant that has just lost it. */
const REMEMBERED_MS = 5_000;
const NAMES_MAX = 10_000;
const DEFAULTS: TenantConfiguration = {
  uid: null,
  name: '',
  validation: 'off',
  quotas: NO_QUOTAS,
  retention: NO_OWN_KEEPING,
};

export interface TenantsParts {
  readonly database: Pick<Database, 'prisma' | 'apiPool' | 'clock'>;
  readonly ids: IdGenerator;
  /** Of every tenant without its own. */
  readonly defaultQuotas: TenantQuotas;
  /** What no tenant's own may exceed. */
  readonly keeping: Keeping;
  /** Called after every change of a tenant. */
  readonly onChanged: (tenantId: Uuid) => void;
}

interface RememberedTenant {
  readonly id: Uuid;
  readonly until: number;
}

/** Knows the tenants by their names. Every request names one, so what was found is remembered for a few seconds. */
export class TenantsService implements TenantResolver, OnApplicationBootstrap {
  private readonly remembered = new Map<string, RememberedTenant>();
  private readonly searches = new Map<string, Promise<Uuid | null>>();
  private readonly repository: TenantsRepository;

  constructor(private readonly parts: TenantsParts) {
    this.repository = new TenantsRepository(parts.database.prisma, ofEveryTenant(parts.database.apiPool));
  }

  /** Before anything is served: the quotas of the settings hold for whoever publishes into this database. */
  async onApplicationBootstrap(): Promise<void> {
    await this.repository.setDefaults(this.parts.defaultQuotas);
  }

  async resolve(idOrUid: string = DEFAULT_UID): Promise<Uuid | null> {
    const known = this.remembered.get(idOrUid);
    if (known !== undefined && known.until > this.now()) return known.id;
    let search = this.searches.get(idOrUid);
    if (search === undefined) {
      search = this.search(idOrUid).finally(() => this.searches.delete(idOrUid));
      this.searches.set(idOrUid, search);
    }
    return await search;
  }

  /** One at a time for each name: all requests of a busy moment find it forgotten at once. */
  private async search(idOrUid: string): Promise<Uuid | null> {
    const tenant = await this.find(idOrUid);
    if (tenant !== null) this.remember(idOrUid, tenant.id);
    return tenant?.id ?? null;
  }

  /** @throws PosthornError `invalid` as `update`, `conflict` for a uid in use, and as `createOnce` */
  async create(
    by: AuditOrigin,
    body: TenantBody,
    idempotency: Idempotency | null,
  ): Promise<Created<TenantRecord>> {
    return await this.repository.create(this.originOf(by), idempotency, this.configure(body, DEFAULTS));
  }

  async get(idOrUid: string): Promise<TenantRecord> {
    const tenant = await this.find(idOrUid);
    if (tenant === null) throw new PosthornError('not_found', { detail: 'There is no such tenant.' });
    return tenant;
  }

  async list(request: PageRequest): Promise<Page<TenantRecord>> {
    return pageOf(await this.repository.findPage(request), request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(): Promise<number> {
    return await this.repository.count();
  }

  /**
   * Changes what the body names and leaves the rest; a body that names nothing makes no version.
   * @throws PosthornError `invalid` for a longer retention than the installation's, `not_found`, `precondition_failed`, `conflict` for a uid in use, or for that of `default`
   */
  async update(
    by: AuditOrigin,
    idOrUid: string,
    body: TenantBody,
    preconditions: Preconditions,
  ): Promise<TenantRecord> {
    for (;;) {
      const present = await this.get(idOrUid);
      refuseUnmet(preconditions, tenantTag(present));
      if (namesNothing(body)) return present;
      const configuration = this.configure(body, present);
      if (present.uid === DEFAULT_UID && configuration.uid !== DEFAULT_UID)
        throw new PosthornError('conflict', { detail: 'The default tenant keeps its uid.' });
      const changed = await this.repository.replace(this.originOf(by), present, configuration);
      if (changed === null) continue; // somebody else changed it meanwhile: look again
      if (changed.uid !== present.uid) this.remembered.clear();
      this.parts.onChanged(changed.id);
      return changed;
    }
  }

  /** What the tenant is held to, and what it has of that now. @throws PosthornError `not_found` */
  async measureUsage(idOrUid: string): Promise<TenantUsage> {
    return await this.repository.measureUsage(await this.get(idOrUid), this.now());
  }

  /** A body on what is there for the fields that it leaves out; null asks for the default. */
  private configure(body: TenantBody, base: TenantConfiguration): TenantConfiguration {
    const { keeping } = this.parts;
    return {
      uid: body.uid === undefined ? base.uid : body.uid,
      name: body.name === undefined ? base.name : (body.name ?? DEFAULTS.name),
      validation: body.validation === undefined ? base.validation : (body.validation ?? DEFAULTS.validation),
      quotas: body.quotas === null ? DEFAULTS.quotas : configureQuotas(body.quotas ?? {}, base.quotas),
      retention:
        body.retention === null
          ? DEFAULTS.retention
          : configureRetention(body.retention ?? {}, base.retention, keeping),
    };
  }

  private async find(idOrUid: string): Promise<TenantRecord | null> {
    const reference = parseReference(idOrUid);
    return reference === null ? null : await this.repository.find(reference);
  }

  private remember(name: string, id: Uuid): void {
    if (this.remembered.size >= NAMES_MAX) this.remembered.clear();
    this.remembered.set(name, { id, until: this.now() + REMEMBERED_MS });
  }

  private originOf(by: AuditOrigin): TenantOrigin {
    return { by, now: new Date(this.now()), ids: this.parts.ids };
  }

  private now(): number {
    return this.parts.database.clock.now();
  }
}

/** A uid never begins like an id, so a text has one meaning alone. Null for a text that can name no tenant. */
function parseReference(text: string): TenantReference | null {
  const id = fromPublicId('tenant', text);
  if (id !== null) return { id };
  return findUidFault(text) === undefined ? { uid: text } : null;
}
