import { readFile } from 'node:fs/promises';

/** More is a file of something else. */
const FILE_BYTES_MAX = 16_777_216;
/** All of them are made in one transaction, which holds the tenant's other changes up. */
export const WEBHOOKS_MAX = 1_000;

export type ImportedFields = Readonly<Record<string, unknown>>;

/**
 * The webhooks of a file: a JSON array of them, or the answer of a list, `{success, data: […]}` or `{items: […]}`, as the old
 * system gave it.
 * @throws Error with a sentence for whoever named the file
 */
export async function readImportFile(path: string): Promise<ImportedFields[]> {
  const bytes = await readFile(path);
  if (bytes.length > FILE_BYTES_MAX) throw new Error(`${path} is larger than 16 MiB.`);
  const list = listOf(parse(path, bytes));
  if (list === null)
    throw new Error(`${path} holds no list of webhooks: a JSON array, alone or as data or items.`);
  if (list.length > WEBHOOKS_MAX) {
    throw new Error(`${path} holds ${list.length} webhooks; at most ${WEBHOOKS_MAX} are imported together.`);
  }
  const other = list.findIndex((entry) => !isObject(entry));
  if (other >= 0) throw new Error(`${path}: what stands at place ${other} is no webhook.`);
  return list.filter(isObject);
}

function parse(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    // What the parser says may repeat a secret.
    throw new Error(`${path} is no JSON in UTF-8.`, { cause });
  }
}

function listOf(parsed: unknown): readonly unknown[] | null {
  const places: unknown[] = isObject(parsed) ? [parsed.data, parsed.items] : [parsed];
  return places.find(isList) ?? null;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is ImportedFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
