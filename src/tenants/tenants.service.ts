import type { TenantResolver } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import { fromPublicId, ID_PREFIXES, type Uuid } from '../domain/ids.ts';
import { TenantsRepository } from './tenants.repository.ts';

const DEFAULT_UID = 'default';
/** How long a name may still lead to a tenant that has just lost it. */
const REMEMBERED_MS = 5_000;
const NAMES_MAX = 10_000;

interface RememberedTenant {
  readonly id: Uuid;
  readonly until: number;
}

/** Knows the tenants by their names. Every request names one, so what was found is remembered for a few seconds. */
export class TenantsService implements TenantResolver {
  private readonly remembered = new Map<string, RememberedTenant>();
  private readonly searches = new Map<string, Promise<Uuid | null>>();
  private readonly repository: TenantsRepository;
  private readonly now: () => number;

  constructor({ prisma, clock }: Pick<Database, 'prisma' | 'clock'>) {
    this.repository = new TenantsRepository(prisma);
    this.now = () => clock.now();
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
    const id = await this.find(idOrUid);
    if (id !== null) this.remember(idOrUid, id);
    return id;
  }

  /** A uid never begins like an id, so a text has one meaning alone. */
  private async find(idOrUid: string): Promise<Uuid | null> {
    if (!idOrUid.startsWith(`${ID_PREFIXES.tenant}_`)) return await this.repository.findIdByUid(idOrUid);
    const id = fromPublicId('tenant', idOrUid);
    return id !== null && (await this.repository.hasId(id)) ? id : null;
  }

  private remember(name: string, id: Uuid): void {
    if (this.remembered.size >= NAMES_MAX) this.remembered.clear();
    this.remembered.set(name, { id, until: this.now() + REMEMBERED_MS });
  }
}
