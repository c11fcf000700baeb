import type { JudgedAnswer, PlacedOperation } from '../../support/api-contract.ts';
import { textOf } from '../../support/callers.ts';

export interface RequestChanges {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** In the place of the example in the document. */
  readonly body?: string;
}

/** What stands for a path's parameters: the name of nothing. */
const NAME = 'no.such.thing';

/** The least that an operation takes, by the document, but for the changes; over a connection of its own. */
export async function requestOperation(
  baseUrl: string,
  { method, path, operation }: PlacedOperation,
  { headers = {}, query = '', body }: RequestChanges,
): Promise<JudgedAnswer> {
  const target = `${baseUrl}${path.replaceAll(/\{\w+\}/g, NAME)}${query}`;
  const text = body ?? exampleBody(operation);
  const response = await fetch(target, {
    method: method.toUpperCase(),
    headers: { ...(text === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(text === undefined ? {} : { body: text }),
  });
  return { status: response.status, headers: response.headers, text: await textOf(response) };
}

/** Undefined for an operation that takes none. */
export function exampleBody({ requestBody }: PlacedOperation['operation']): string | undefined {
  const [example] = Object.values(requestBody?.content['application/json']?.examples ?? {});
  return example === undefined ? undefined : JSON.stringify(example.value);
}
