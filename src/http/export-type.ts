/** What a list can be exported as, beside the pages of JSON that it is answered in. */
const EXPORT_TYPES = ['text/csv', 'application/x-ndjson'] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

const PAGE_TYPE = 'application/json';

/**
 * The export that an Accept header asks for (RFC 9110 section 12.5.1); null for a page. An export has to be named: `*` in any
 * place stands for a page, and so does whatever is unknown or malformed. Of several, the one of the greatest weight counts,
 * and of equals the first.
 */
export function exportTypeOf(accept: string | undefined): ExportType | null {
  let best: { readonly type: string; readonly weight: number } | null = null;
  for (const range of accept?.split(',') ?? []) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = weightOf(parameters);
    const isKnown = name === PAGE_TYPE || toExportType(name) !== null;
    if (isKnown && weight > (best?.weight ?? 0)) best = { type: name, weight };
  }
  return best === null ? null : toExportType(best.type);
}

function toExportType(name: string): ExportType | null {
  return EXPORT_TYPES.find((type) => type === name) ?? null;
}

/** 0 is "not acceptable" (section 12.4.2), which a malformed weight is taken for. */
function weightOf(parameters: readonly string[]): number {
  const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
  if (weight === undefined) return 1;
  const value = weight.replace(/^q\s*=\s*/, '');
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(value) ? Number(value) : 0;
}
