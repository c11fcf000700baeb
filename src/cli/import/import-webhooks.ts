import type { TenantContext } from '../../auth/tenant.ts';
import { DialectWebhooks } from '../../dialects/dialect-webhooks.repository.ts';
import type { Database } from '../../database/database.ts';
import type { DialectName } from '../../domain/dialect-names.ts';
import { invalidField, PosthornError } from '../../domain/errors.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { AddressPolicy } from '../../domain/network/address-rules.ts';
import type { WebhookBatch } from '../../webhooks/webhook-batch.ts';
import type { WebhookMode } from '../../webhooks/webhook-record.ts';
import type { WebhooksService } from '../../webhooks/webhooks.service.ts';
import type { ImportedFields } from './import-file.ts';
import { IMPORT_READERS, type ImportedSystem, type ImportedWebhook } from './import-readers.ts';

export interface ImportParts {
  readonly database: Pick<Database, 'prisma'>;
  readonly webhooks: WebhooksService;
  readonly addressPolicy: AddressPolicy;
}

export interface ImportRequest {
  readonly system: ImportedSystem;
  readonly tenantId: Uuid;
  /** Of webhooks that are made; one that is there keeps its own. */
  readonly mode: WebhookMode;
  readonly isDryRun: boolean;
}

/** What became of a webhook of the file, or would become of it. */
export interface ImportLine {
  readonly kind: 'made' | 'changed' | 'same' | 'refused';
  readonly oldId: string;
  /** Of one that is changed: the fields. Of one that is refused: why. */
  readonly details: readonly string[];
}

export interface ImportReport {
  readonly lines: readonly ImportLine[];
  /** Whether anything was written: nothing is where one is refused. */
  readonly isKept: boolean;
}

const OLD_ID = /^[\x21-\x7e]{1,256}$/;

/**
 * Takes the webhooks of an old system over, all or none, in one transaction; a dry run is the same, taken back at its end. What
 * is there by its old id is changed to what the file says; what the old system has no word for stays.
 */
export async function importWebhooks(
  entries: readonly ImportedFields[],
  request: ImportRequest,
  parts: ImportParts,
): Promise<ImportReport> {
  const known = await findKnown(entries, request, parts);
  const seen = new Set<string>();
  return await parts.webhooks.changeMany(actorOf(request), async (batch) => {
    const lines: ImportLine[] = [];
    for (const fields of entries) {
      lines.push(await importOne(batch, fields, { ...request, ...parts, known, seen }));
    }
    const isKept = !request.isDryRun && lines.every(({ kind }) => kind !== 'refused');
    return { result: { lines, isKept }, isKept };
  });
}

type ImportContext = ImportRequest &
  ImportParts & {
    readonly known: ReadonlyMap<string, Uuid>;
    /** Old ids so far. */
    readonly seen: Set<string>;
  };

async function importOne(
  batch: WebhookBatch,
  fields: ImportedFields,
  context: ImportContext,
): Promise<ImportLine> {
  const oldId = toOldId(fields.id);
  try {
    if (!OLD_ID.test(oldId)) throw invalidField('id', 'must be 1 to 256 printable characters without spaces');
    if (context.seen.has(oldId)) throw invalidField('id', 'stands in the file twice');
    context.seen.add(oldId);
    const imported = await IMPORT_READERS[context.system](fields, context);
    return { oldId, ...(await take(batch, oldId, imported, context)) };
  } catch (error) {
    // Whatever else it is, the transaction is broken.
    if (!(error instanceof PosthornError)) throw error;
    return { kind: 'refused', oldId, details: reasonsOf(error) };
  }
}

async function take(
  batch: WebhookBatch,
  oldId: string,
  imported: ImportedWebhook,
  { system, tenantId, mode, known, database }: ImportContext,
): Promise<Omit<ImportLine, 'oldId'>> {
  const { body, owner, admit } = imported;
  const reference = system === 'optimizer' ? { uid: oldId } : toReference(known.get(oldId));
  if (reference !== null) {
    const fields = await batch.change(reference, body);
    if (fields !== null) return { kind: fields.length === 0 ? 'same' : 'changed', details: fields };
  }
  await batch.create(
    { ...body, mode },
    {
      ...(admit === undefined ? {} : { before: admit }),
      after: async (tx, webhookId) => {
        if (system === 'optimizer') return;
        const links = new DialectWebhooks(database.prisma, system);
        await links.link(tx, tenantId, webhookId, { oldId, ...(owner === undefined ? {} : { owner }) });
      },
    },
  );
  return { kind: 'made', details: [] };
}

async function findKnown(
  entries: readonly ImportedFields[],
  { system, tenantId }: ImportRequest,
  { database }: ImportParts,
): Promise<ReadonlyMap<string, Uuid>> {
  if (system === 'optimizer') return new Map();
  const oldIds = entries.map(({ id }) => toOldId(id)).filter((id) => OLD_ID.test(id));
  return await new DialectWebhooks(database.prisma, system satisfies DialectName).findByOldIds(
    tenantId,
    oldIds,
  );
}

/** Some systems number theirs. */
function toOldId(id: unknown): string {
  if (typeof id === 'number') return String(id);
  return typeof id === 'string' ? id : '';
}

function toReference(id: Uuid | undefined): { id: Uuid } | null {
  return id === undefined ? null : { id };
}

function reasonsOf({ detail, errors }: PosthornError): string[] {
  if (errors === undefined) return [detail];
  return errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
}

/** The audit log tells the rows of an import by this name. */
function actorOf({ tenantId }: ImportRequest): TenantContext {
  const actor = { kind: 'system', id: null, name: 'import' } as const;
  return { tenantId, actor, requestId: null, isOfEveryTenant: true };
}
