import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { findAnswerFaults, OPERATIONS } from './api-contract.ts';
import type { paths } from './api-types.ts';

export type ApiClient = Client<paths>;

/** Throws for an answer that is not as the document says. */
const judge: Middleware = {
  async onResponse({ request, response, schemaPath }) {
    const method = request.method.toLowerCase();
    const placed = OPERATIONS.find((one) => one.path === schemaPath && one.method === method);
    if (placed === undefined) throw new Error(`${method} ${schemaPath} is not documented`);
    const { status, headers } = response;
    const faults = findAnswerFaults(placed, { status, headers, text: await response.clone().text() });
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
  const client = createClient<paths>({ baseUrl, headers });
  client.use(judge);
  return client;
}
