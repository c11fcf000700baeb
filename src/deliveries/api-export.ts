import { ApiExtension } from '@nestjs/swagger';
import type { ExportType } from '../http/export-type.ts';
import { ALSO_PRODUCES_EXTENSION } from '../http/openapi/api-problems.ts';

const EXAMPLES: Readonly<Record<ExportType, string>> = {
  'text/csv':
    'id,tenant_id,event_id,event_type,webhook_id,status,reason,attempt_count,max_attempts,next_retry_at,last_response_status,last_error_type,tags,created_at,updated_at,completed_at\r\n',
  'application/x-ndjson': '{"id":"dlv_01kg9f0kkge00800000000000001","status":"delivered"}\n',
};

const DESCRIPTIONS: Readonly<Record<ExportType, string>> = {
  'text/csv':
    'RFC 4180, with a line of names. What a spreadsheet would take for a formula stands behind an apostrophe.',
  'application/x-ndjson': 'A delivery a line, each as in `data` of a page.',
};

/** The list is exported too, to who asks for one of these types by name. */
export function ApiExport(): MethodDecorator {
  const types = Object.keys(EXAMPLES) as ExportType[];
  return ApiExtension(
    ALSO_PRODUCES_EXTENSION,
    Object.fromEntries(
      types.map((type) => [
        type,
        { schema: { type: 'string', description: DESCRIPTIONS[type] }, example: EXAMPLES[type] },
      ]),
    ),
  );
}

/** Of an operation with an export. */
export const EXPORT_SENTENCE =
  '`Accept: text/csv` or `application/x-ndjson` streams all that the filters match, without `limit` and `cursor`; an answer that breaks off is not whole.';
