import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { ExportType } from '../http/export-type.ts';
import type { DeliveryJson } from './delivery-answers.ts';
import { toDeliveryJson } from './delivery-json.ts';
import type { DeliveryRecord } from './delivery-record.ts';

/** The columns of a CSV, in the order in which a delivery is shown; one that is missing does not compile. */
const COLUMNS = Object.keys({
  id: true,
  tenant_id: true,
  event_id: true,
  event_type: true,
  webhook_id: true,
  status: true,
  reason: true,
  attempt_count: true,
  max_attempts: true,
  next_retry_at: true,
  last_response_status: true,
  last_error_type: true,
  tags: true,
  created_at: true,
  updated_at: true,
  completed_at: true,
} satisfies Record<keyof DeliveryJson, true>) as (keyof DeliveryJson)[];

interface ExportFormat {
  readonly extension: string;
  readonly head: string;
  readonly toText: (deliveries: readonly DeliveryJson[]) => string;
}

const FORMATS: Readonly<Record<ExportType, ExportFormat>> = {
  'text/csv': { extension: 'csv', head: toCsv([COLUMNS]), toText: (all) => toCsv(all.map(toCells)) },
  'application/x-ndjson': {
    extension: 'ndjson',
    head: '',
    toText: (all) => all.map((delivery) => `${JSON.stringify(delivery)}\n`).join(''),
  },
};

/** An export on its way: text that is made as it is read, and what it is called. */
export interface DeliveryExport {
  readonly stream: Readable;
  readonly fileName: string;
}

/** @param pages read on only as their text is taken, so that no more than one is in memory */
export function exportDeliveries(
  pages: AsyncIterable<readonly DeliveryRecord[]>,
  type: ExportType,
): DeliveryExport {
  const { extension } = FORMATS[type];
  return {
    stream: Readable.from(writeAll(pages, FORMATS[type]), { objectMode: false }),
    fileName: `deliveries.${extension}`,
  };
}

async function* writeAll(
  pages: AsyncIterable<readonly DeliveryRecord[]>,
  { head, toText }: ExportFormat,
): AsyncGenerator<string> {
  if (head !== '') yield head;
  for await (const page of pages) {
    if (page.length > 0) yield toText(page.map(toDeliveryJson));
  }
}

/** RFC 4180, with what a spreadsheet would take for a formula behind an apostrophe (OWASP, "CSV Injection"). */
function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return stringify([...rows], { record_delimiter: '\r\n', escape_formulas: true });
}

/** Tags are a list in one cell, as JSON: no character parts them that none of them may have. */
function toCells(delivery: DeliveryJson): (string | number | null)[] {
  return COLUMNS.map((column) => (column === 'tags' ? JSON.stringify(delivery.tags) : delivery[column]));
}
