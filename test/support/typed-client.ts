import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { findAnswerFaults, OPERATIONS } from './api-contract.ts';
import type { paths } from './api-types.ts';
import { isEventStream } from './callers.ts';

/** Lists have exports beside their pages; what is read here are the pages. */
export type ApiClient = Client<paths, 'application/json'>;

/** Throws for an answer that is not as the document says. */
const judge: Middleware = {
  async onResponse({ request, response, schemaPath }) {
    const method = request.method.toLowerCase();
    const placed = OPERATIONS.find((one) => one.path === schemaPath && one.method === method);
    if (placed === undefined) throw new Error(`${method} ${schemaPath} is not documented`);
    const { status, headers } = response;
    // A stream has no end that could be awaited.
    const text = isEventStream(response) ? '' : await response.clone().text();
    const faults = findAnswerFaults(placed, { status, headers, text });
    if (faults.length > 0) {
      throw new Error(
        `${placed.operation.operationId} answered ${status} against the document: ${faults.join('; ')}`,
      );
    }
  },
};

/** The API as its own document types it; every answer is held to the document. */
export function createTypedClient(
  baseUrl: string,
  headers: Readonly<Record<string, string>> = {},
): ApiClient {
  const client = createClient<paths, 'application/json'>({ baseUrl, headers });
  client.use(judge);
  return client;
}
