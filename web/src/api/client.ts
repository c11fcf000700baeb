import createClient from 'openapi-fetch';
import type { components, paths } from '../../../test/support/api-types.ts';
import { basePath, serverUrl } from '../base-path.ts';
import { actingTenant } from './acting-tenant.ts';
import { ApiError, isProblem } from './api-error.ts';

/** The shapes of the API's document, such as `Schemas['Webhook']`. */
export type Schemas = components['schemas'];

/** The names that a list filters by, as the API's document has them. */
export type FiltersOf<Path extends '/api/deliveries' | '/api/events'> = Exclude<
  keyof NonNullable<paths[Path]['get']['parameters']['query']>,
  'limit' | 'cursor'
>;

/** The public API, as its own document types it; who is signed in is told by a cookie that no script can read. */
export const api = createClient<paths, 'application/json'>({
  baseUrl: serverUrl('/').replace(/\/$/, ''),
  credentials: 'same-origin',
});

api.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(requestHeaders())) request.headers.set(name, value);
    return request;
  },
});

/** What each request of the console has, also one that is not made by `api`. */
export function requestHeaders(): Readonly<Record<string, string>> {
  const tenant = actingTenant();
  // Whatever changes something by the cookie must have the first.
  return { 'Posthorn-Console': basePath, ...(tenant === null ? {} : { 'Posthorn-Tenant': tenant }) };
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What a request was answered with. @throws ApiError with the problem that was answered, or that nothing was */
export async function dataOf<Data>(answering: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await answering;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw ApiError.unreachable(cause);
  }
  const { data, error, response } = answer;
  if (response.ok) return data as Data;
  throw isProblem(error) ? new ApiError(error, response) : ApiError.unreadable(response);
}
