import { putNewest } from '../../domain/bounded-map.ts';
import type { Uuid } from '../../domain/ids.ts';
import { findRenderer } from '../../wire/built-in-formats.ts';
import { completeFormat, type GivenFormat } from '../../wire/complete-format.ts';
import { compileWireFormat, type Renderer } from '../../wire/renderer.ts';
import { WireFormatError } from '../../wire/wire-format.ts';

/** What a row of `load-webhooks` says of its webhook's wire format. */
export interface FormatColumns {
  readonly format: string;
  /** Of a tenant's own; null for the name of a built-in one. */
  readonly format_id: Uuid | null;
  readonly format_version: number | null;
  /** JSON; stands in one of the rows that have the format. */
  readonly format_document: string | null;
}

/** Compiled formats in memory; beyond it the one that was compiled longest ago goes. */
const FORMATS_MAX = 1_000;

/** Tenants' own formats, compiled once a version: the webhooks of a tenant are loaded anew with each change of any. */
export class FormatCache {
  private readonly renderers = new Map<string, Renderer | null>();

  /** Finds the renderer of each row; null where there is no format of the name, or one that this version cannot read. */
  compile(rows: readonly FormatColumns[]): (row: FormatColumns) => Renderer | null {
    const found = new Map<string, Renderer | null>();
    for (const row of rows) {
      if (row.format_document === null) continue;
      const version = versionOf(row);
      const known = this.renderers.get(version);
      const renderer = known === undefined ? compileStored(row.format, row.format_document) : known;
      if (known === undefined) putNewest(this.renderers, version, renderer, FORMATS_MAX);
      found.set(version, renderer);
    }
    return (row) => (row.format_id === null ? findRenderer(row.format) : (found.get(versionOf(row)) ?? null));
  }
}

function versionOf({ format_id: id, format_version: version }: FormatColumns): string {
  return `${id ?? ''}@${version ?? ''}`;
}

/** One format that a later version of Posthorn has stored must not keep the other webhooks from their deliveries. */
function compileStored(name: string, document: string): Renderer | null {
  try {
    return compileWireFormat(completeFormat({ ...(JSON.parse(document) as GivenFormat), name }));
  } catch (error) {
    if (error instanceof WireFormatError) return null;
    throw error;
  }
}
