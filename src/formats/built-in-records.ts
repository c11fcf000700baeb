import { BUILT_IN_FORMATS, FORMAT_NAMES, type FormatName } from '../wire/built-in-formats.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { BuiltInRecord, FormatRecord } from './format-record.ts';

const DESCRIPTIONS: Readonly<Record<FormatName, string>> = {
  standard: 'Standard Webhooks 1.0: type, timestamp and data, signed by HMAC-SHA256 or ed25519.',
  emp: 'EMP Job Queue.',
  optimizer: 'LLM Auto-Optimizer.',
  workflow: 'Workflow Orchestration API.',
  taskflow: 'TaskFlow.',
  github: 'As GitHub sends webhooks; the body is the data.',
  stripe: 'As Stripe sends events.',
  svix: 'As Svix sends webhooks; the body is the data.',
  slack: 'An incoming webhook of Slack: a message with the text of the data, or the event as it is.',
};

/**
 * In lists, which show the newest first, they stand behind all that tenants have made, `standard` first: their ids are
 * UUIDv7s of the first milliseconds of 1970, of which no row is.
 */
const RECORDS: readonly BuiltInRecord[] = FORMAT_NAMES.map((name, index) => ({
  id: `00000000-0000-7000-8000-${String(FORMAT_NAMES.length - index).padStart(12, '0')}`,
  description: DESCRIPTIONS[name],
  format: BUILT_IN_FORMATS[name],
  version: null,
}));

export function findBuiltInRecord(name: string): BuiltInRecord | null {
  return RECORDS.find(({ format }) => format.name === name) ?? null;
}

/**
 * Joins the built-in formats to a page of rows: up to `limit + 1` in the direction of the cursor. A tenant's own of the same
 * name, made before there was a built-in one of it, hides that.
 */
export function withBuiltIns(
  rows: readonly FormatRecord[],
  { cursor, limit }: PageRequest,
  ownNames: ReadonlySet<string>,
): FormatRecord[] {
  const shown = RECORDS.filter(({ format }) => !ownNames.has(format.name));
  if (cursor?.direction === 'prev') {
    const newer = shown.filter(({ id }) => id > cursor.id).toReversed();
    return [...newer, ...rows].slice(0, limit + 1);
  }
  const older = shown.filter(({ id }) => cursor === undefined || id < cursor.id);
  return [...rows, ...older].slice(0, limit + 1);
}

export function countBuiltIns(ownNames: ReadonlySet<string>): number {
  return FORMAT_NAMES.filter((name) => !ownNames.has(name)).length;
}
