import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Content {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface ResponseDescription {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Content>>;
}

interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly schema?: object;
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, ResponseDescription>>;
  readonly security: readonly object[];
}

/** An operation and where it stands: `path` as in the document, `/api/webhooks/{id}`. */
export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What is judged of an answer. */
export interface JudgedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export const API_DOCUMENT = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
) as ApiDocument;

export const OPERATIONS: readonly PlacedOperation[] = Object.entries(API_DOCUMENT.paths).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(withoutUnknownFields(API_DOCUMENT) as object, 'api');

/** A fragment of the document as ajv names it. */
const pointerTo = (...segments: string[]): string =>
  segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The faults of an answer by what the document says of its operation; none when it is as it should be. */
export function findAnswerFaults(
  { method, path, operation }: PlacedOperation,
  answer: JudgedAnswer,
): string[] {
  const key = String(answer.status) in operation.responses ? String(answer.status) : 'default';
  if (key === 'default' && answer.status < 400) return [`${answer.status} is not documented`];
  const faults = answer.headers.has('x-request-id') ? [] : ['X-Request-Id is missing'];
  const place =
    operation.responses[key]?.$ref?.slice(1) ?? pointerTo('paths', path, method, 'responses', key);
  return [...faults, ...findContentFaults(place, answer)];
}

/** @param place of the response's description */
function findContentFaults(place: string, { headers, text }: JudgedAnswer): string[] {
  const types = (schemaAt(place) as ResponseDescription).content;
  if (types === undefined) return text === '' ? [] : ['has a body that is not documented'];
  const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
  if (!(type in types)) return [`${type} is not documented`];
  return schemaFaults(
    `${place}${pointerTo('content', type, 'schema')}`,
    isJson(type) ? JSON.parse(text) : text,
  );
}

export function isJson(mediaType: string): boolean {
  return /^application\/(.+\+)?json$/.test(mediaType);
}

/** The faults of a request's body by the document's schema. */
export function findBodyFaults({ method, path }: PlacedOperation, type: string, body: unknown): string[] {
  return schemaFaults(pointerTo('paths', path, method, 'requestBody', 'content', type, 'schema'), body);
}

function schemaFaults(pointer: string, value: unknown): string[] {
  const validate = ajv.getSchema(`api#${pointer}`) as ValidateFunction | undefined;
  if (validate === undefined) return [`the document has nothing at ${pointer}`];
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

function schemaAt(pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, segment) => (node as Record<string, unknown>)[segment], API_DOCUMENT);
}

/** To clients an answer may grow; here a field that the document does not know is a fault. */
function withoutUnknownFields(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutUnknownFields);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, withoutUnknownFields(value)]),
  );
  const isClosed = copy.type === 'object' && 'properties' in copy && !('additionalProperties' in copy);
  return isClosed ? { ...copy, additionalProperties: false } : copy;
}
