import { parseArgs } from 'node:util';
import { loadSettings } from '../../config/load-settings.ts';
import { keepingOf, type Settings } from '../../config/settings.ts';
import { openDatabase, type Database } from '../../database/database.ts';
import { IdGenerator, type Uuid } from '../../domain/ids.ts';
import { createAddressPolicy } from '../../domain/network/address-rules.ts';
import { SubscriptionCache } from '../../engine/fan-out/subscription-cache.ts';
import { WorkNotifier } from '../../engine/work-notifier.ts';
import { createLogger } from '../../operations/logger.ts';
import { TenantsService } from '../../tenants/tenants.service.ts';
import { WEBHOOK_MODES, type WebhookMode } from '../../webhooks/webhook-record.ts';
import { WebhooksService } from '../../webhooks/webhooks.service.ts';
import { readImportFile } from './import-file.ts';
import { IMPORTED_SYSTEMS, type ImportedSystem } from './import-readers.ts';
import { describeImport, type ImportText } from './import-report.ts';
import { importWebhooks, type ImportParts } from './import-webhooks.ts';

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  tenant: { type: 'string', default: 'default' },
  mode: { type: 'string', default: 'live' },
} as const;

export interface ImportArguments {
  readonly system: ImportedSystem;
  readonly path: string;
  readonly tenant: string;
  readonly mode: WebhookMode;
  readonly isDryRun: boolean;
}

/** @throws Error with the usage, or with what stands against the import; nothing is changed then */
export async function runImport(programArguments: readonly string[], usage: string): Promise<void> {
  const given = readArguments(programArguments, usage);
  // As a process of the same settings: in production it stores no secret without a key either.
  const { text, isRefused } = await importFile(given, loadSettings());
  console.log(text);
  if (isRefused) throw new Error('Nothing was imported: correct what is refused, and run it again.');
}

/** What became of each webhook of the file, in words. @throws Error where nothing could be tried */
export async function importFile(
  { system, path, tenant, mode, isDryRun }: ImportArguments,
  settings: Settings,
): Promise<ImportText> {
  const entries = await readImportFile(path);
  const database = await openDatabase(settings, createLogger('error'));
  try {
    const tenantId = await findTenant(settings, database, tenant);
    const request = { system, tenantId, mode, isDryRun };
    const report = await importWebhooks(entries, request, createParts(settings, database));
    return describeImport(report, isDryRun);
  } finally {
    await database.close();
  }
}

function readArguments(programArguments: readonly string[], usage: string): ImportArguments {
  const { values, positionals } = parse(programArguments, usage);
  const [name, path, ...others] = positionals;
  const system = IMPORTED_SYSTEMS.find((one) => one === name);
  const mode = WEBHOOK_MODES.find((one) => one === values.mode);
  if (system === undefined || mode === undefined || path === undefined || others.length > 0)
    throw new Error(usage);
  return { system, path, mode, tenant: values.tenant, isDryRun: values['dry-run'] };
}

function parse(programArguments: readonly string[], usage: string) {
  try {
    return parseArgs({ args: [...programArguments], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new Error(usage, { cause });
  }
}

async function findTenant(settings: Settings, database: Database, tenant: string): Promise<Uuid> {
  const ids = new IdGenerator(() => database.clock.now());
  const onChanged = (): void => undefined;
  const tenants = new TenantsService({
    database,
    ids,
    defaultQuotas: settings.quotas,
    keeping: keepingOf(settings),
    onChanged,
  });
  const tenantId = await tenants.resolve(tenant);
  if (tenantId === null) throw new Error(`There is no tenant ${tenant}.`);
  return tenantId;
}

/** Running processes find what has changed by the version of the tenant's subscriptions, as after any change. */
function createParts(settings: Settings, database: Database): ImportParts {
  const addressPolicy = createAddressPolicy(settings.delivery.allowedNetworks);
  const webhooks = new WebhooksService({
    database,
    ids: new IdGenerator(() => database.clock.now()),
    subscriptions: new SubscriptionCache(database.enginePool, database.keyring),
    notifier: new WorkNotifier(database.workChannel),
    addressPolicy,
  });
  return { database, webhooks, addressPolicy };
}
