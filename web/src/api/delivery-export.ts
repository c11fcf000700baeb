import { serverUrl } from '../base-path.ts';
import { ApiError, isProblem } from './api-error.ts';
import { requestHeaders } from './client.ts';
import type { DeliveryFilters } from './deliveries.ts';

export const EXPORT_FORMATS = {
  csv: { accept: 'text/csv', label: 'CSV' },
  ndjson: { accept: 'application/x-ndjson', label: 'NDJSON' },
} as const;
export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** The address of what a list shows, for whoever asks for it elsewhere. */
export function exportPath(filters: DeliveryFilters): `/${string}` {
  const query = new URLSearchParams({ ...filters }).toString();
  return query === '' ? '/api/deliveries' : `/api/deliveries?${query}`;
}

/**
 * All that the filters match, as a file that the browser keeps: what it is asked as is told by a header, which no link has.
 * @throws ApiError with the problem that was answered, or where the answer broke off
 */
export async function exportDeliveries(filters: DeliveryFilters, format: ExportFormat): Promise<void> {
  const headers = { ...requestHeaders(), Accept: EXPORT_FORMATS[format].accept };
  let response: Response;
  let file: Blob;
  try {
    response = await fetch(serverUrl(exportPath(filters)), { headers });
    file = await response.blob();
  } catch (cause) {
    throw ApiError.unreachable(cause);
  }
  if (!response.ok) throw await problemOf(response, file);
  save(file, `deliveries.${format}`);
}

async function problemOf(response: Response, body: Blob): Promise<ApiError> {
  const text = await body.text();
  try {
    const problem: unknown = JSON.parse(text);
    return isProblem(problem) ? new ApiError(problem, response) : ApiError.unreadable(response);
  } catch {
    return ApiError.unreadable(response);
  }
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
