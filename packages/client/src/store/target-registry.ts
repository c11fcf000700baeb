import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { REGISTER_KEY } from '../../../../src/database/encryption/sql/register-key.ts';
import type { AuditAction } from '../../../../src/domain/audit/actions.ts';
import { bySystem } from '../../../../src/domain/audit/actor.ts';
import {
  changesBetween,
  changesOfCreation,
  MASKED_CHANGE,
  MASKED_CREATION,
  maskValues,
  type AuditChanges,
} from '../../../../src/domain/audit/changes.ts';
import { sealCanary } from '../../../../src/domain/encryption/canary.ts';
import { secretPlace } from '../../../../src/domain/encryption/webhook-places.ts';
import { toPublicId, type Uuid } from '../../../../src/domain/ids.ts';
import { recordAudit } from '../../../../src/engine/audit/record-audit.ts';
import { inTransaction, run, type Queryable } from '../../../../src/engine/statement.ts';
import { optimizerFormat } from '../../../../src/wire/formats/optimizer.ts';
import type { DeliverySettings } from '../client-settings.ts';
import {
  BUMP_VERSION,
  DELETE_TARGET,
  ENABLE_TARGET,
  END_SECRETS,
  FIND_TARGET,
  INSERT_FORMAT,
  INSERT_SECRET,
  INSERT_TARGET,
  READ_WEBHOOK_QUOTA,
  REPLACE_TARGET,
} from '../sql/target-rows.ts';
import {
  changesOf,
  checkTargetId,
  configurationOf,
  type TargetConfiguration,
} from '../target-configuration.ts';
import { WebhookRateLimitError, WebhookValidationError } from '../webhook-errors.ts';
import type { WebhookTarget } from '../webhook-types.ts';
import type { Store } from './store.ts';
import { openTarget, toColumns, type StoredTarget, type TargetRow } from './target-row.ts';

/** How long the secret before signs beside a new one. */
const OVERLAP_MS = 86_400_000;

type RegistryStore = Pick<Store, 'enginePool' | 'keyring' | 'ids' | 'tenantId'>;

/** What a target is to become. */
interface Wanted {
  readonly configuration: TargetConfiguration;
  /** Null where nothing is signed. */
  readonly secret: string | null;
}

/** The targets of a tenant, as rows of its webhooks. Each change is one transaction, with its audit row. */
export class TargetRegistry {
  constructor(
    private readonly store: RegistryStore,
    private readonly settings: DeliverySettings,
  ) {}

  async find(uid: string): Promise<StoredTarget | null> {
    return await this.findIn(this.store.enginePool, uid);
  }

  /** Answers whether anything was changed: a target that is so already is left alone, without a lock. */
  async register(target: WebhookTarget): Promise<boolean> {
    checkTargetId(target.id);
    const wanted = { configuration: configurationOf(target, this.settings), secret: target.secret ?? null };
    const known = await this.find(target.id);
    if (known !== null && isSame(known, wanted)) return false;
    await this.change(async (tx) => {
      const present = await this.findIn(tx, target.id);
      if (present === null) await this.insert(tx, target.id, wanted);
      else await this.replace(tx, present, wanted);
    });
    return true;
  }

  /** Changes what is named and leaves the rest. @throws WebhookValidationError for a target that is unknown */
  async update(uid: string, changes: Partial<Omit<WebhookTarget, 'id'>>): Promise<void> {
    checkTargetId(uid);
    const fields = changesOf(changes, this.settings);
    await this.change(async (tx) => {
      const present = await this.findIn(tx, uid);
      if (present === null) throw new WebhookValidationError(`There is no target ${uid}.`);
      const configuration = { ...present.configuration, ...fields };
      await this.replace(tx, present, { configuration, secret: changes.secret ?? present.secret });
      if (changes.enabled === true) await this.enable(tx, present);
    });
  }

  /** Answers whether there was one. */
  async remove(uid: string): Promise<boolean> {
    checkTargetId(uid);
    return await this.change(async (tx) => {
      const [removed] = await run<{ id: Uuid; name: string }>(tx, DELETE_TARGET, [this.store.tenantId, uid]);
      if (removed !== undefined) await this.record(tx, 'webhook.deleted', removed, {});
      return removed !== undefined;
    });
  }

  private async findIn(db: Queryable, uid: string): Promise<StoredTarget | null> {
    const { tenantId, keyring } = this.store;
    const [row] = await run<TargetRow>(db, FIND_TARGET, [tenantId, uid]);
    return row === undefined ? null : openTarget(row, tenantId, keyring);
  }

  /** The bump comes first, as in every change of webhooks: its row is the lock that keeps them apart. */
  private async change<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    const { enginePool, keyring, tenantId } = this.store;
    return await inTransaction(enginePool, async (tx) => {
      await run(tx, BUMP_VERSION, [tenantId]);
      // A re-encryption may have retired the key of a process that still seals with it.
      const canary = sealCanary(keyring);
      if (canary !== null) await run(tx, REGISTER_KEY, [canary.id, canary.canary]);
      return await work(tx);
    });
  }

  private async insert(tx: Queryable, uid: string, { configuration, secret }: Wanted): Promise<void> {
    const { ids, tenantId } = this.store;
    await this.refuseOverQuota(tx);
    await this.ensureFormat(tx, configuration.format);
    const id = ids.next();
    await run(tx, INSERT_TARGET, [...this.columnsOf(id, configuration, secret), tenantId, uid]);
    if (secret !== null) await this.insertSecret(tx, id, secret);
    const fields = { uid, ...configuration, headers: maskValues(configuration.headers) };
    await this.record(
      tx,
      'webhook.created',
      { id, name: configuration.name },
      {
        ...changesOfCreation(fields),
        ...(secret === null ? {} : { secret: MASKED_CREATION }),
      },
    );
  }

  private async replace(tx: Queryable, present: StoredTarget, wanted: Wanted): Promise<void> {
    if (isSame(present, wanted)) return;
    const { id } = present;
    const { configuration, secret } = wanted;
    await this.ensureFormat(tx, configuration.format);
    await run(tx, REPLACE_TARGET, this.columnsOf(id, configuration, secret));
    if (secret !== present.secret) {
      await run(tx, END_SECRETS, [id, secret === null ? 0 : OVERLAP_MS]);
      if (secret !== null) await this.insertSecret(tx, id, secret);
    }
    await this.record(tx, 'webhook.updated', { id, name: configuration.name }, changesMade(present, wanted));
  }

  private async enable(tx: Queryable, { id, configuration }: StoredTarget): Promise<void> {
    const enabled = await run(tx, ENABLE_TARGET, [id]);
    if (enabled.length > 0) await this.record(tx, 'webhook.enabled', { id, name: configuration.name }, {});
  }

  private columnsOf(id: Uuid, configuration: TargetConfiguration, secret: string | null): unknown[] {
    const { tenantId, keyring } = this.store;
    return toColumns(id, configuration, { tenantId, keyring, isSigned: secret !== null });
  }

  private async insertSecret(tx: Queryable, webhookId: Uuid, secret: string): Promise<void> {
    const { ids, keyring, tenantId } = this.store;
    const { text, keyId } = keyring.seal(secret, secretPlace(tenantId, webhookId));
    await run(tx, INSERT_SECRET, [ids.next(), webhookId, text, keyId]);
  }

  private async ensureFormat(tx: Queryable, name: string): Promise<void> {
    if (name === optimizerFormat.name) return;
    const { ids, tenantId } = this.store;
    const id = ids.next();
    const document = { ...optimizerFormat, name: undefined, user_agent: this.settings.userAgent };
    const made = await run(tx, INSERT_FORMAT, [id, tenantId, name, JSON.stringify(document)]);
    if (made.length > 0) await this.record(tx, 'format.created', { id, name }, {});
  }

  private async refuseOverQuota(tx: Queryable): Promise<void> {
    const [row] = await run<{ quota: number | null; count: number }>(tx, READ_WEBHOOK_QUOTA, [
      this.store.tenantId,
    ]);
    if (row === undefined || row.quota === null || row.count < row.quota) return;
    throw new WebhookRateLimitError(`The tenant may have ${row.quota} webhooks.`);
  }

  private async record(
    tx: Queryable,
    action: AuditAction,
    { id, name }: { readonly id: Uuid; readonly name: string },
    changes: AuditChanges,
  ): Promise<void> {
    const { ids, tenantId } = this.store;
    const entry = { id: ids.next(), action, objectId: id, objectName: name, changes };
    await recordAudit(tx, bySystem(tenantId), entry);
  }
}

/** What a stored target is known by outside: its uid; one that the API made without any, its id. */
export function targetIdOf(uid: string | null, webhookId: Uuid): string {
  return uid ?? toPublicId('webhook', webhookId);
}

function isSame(present: Wanted, { configuration, secret }: Wanted): boolean {
  return present.secret === secret && isDeepStrictEqual(present.configuration, configuration);
}

/** Header values are told as the mask. */
function changesMade(present: Wanted, { configuration, secret }: Wanted): AuditChanges {
  const { headers, ...changes } = changesBetween({ ...present.configuration }, { ...configuration });
  return {
    ...changes,
    ...(headers === undefined
      ? {}
      : {
          headers: {
            before: maskValues(present.configuration.headers),
            after: maskValues(configuration.headers),
          },
        }),
    ...(secret === present.secret ? {} : { secret: MASKED_CHANGE }),
  };
}
