import fc from 'fast-check';
import type { PlacedOperation } from '../../support/api-contract.ts';
import { brokenTexts, changedBodies } from './broken-bodies.ts';
import { referred, type JsonSchema } from './json-schema.ts';
import { writeJson } from './json-writing.ts';
import { oddHeaders, oddMediaTypes, oddPathSegments, oddQueries } from './odd-places.ts';
import { valuesOf, type KnownTexts } from './schema-arbitrary.ts';

/** One request as it goes over the wire. */
export interface ApiRequest {
  /** What is odd about it; `nothing` where it is as the document says. */
  readonly odd: 'nothing' | 'path' | 'query' | 'header' | 'media type' | 'value' | 'text';
  readonly method: string;
  /** Path and query, percent-encoded or meant to be odd. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
}

type Parts = Omit<ApiRequest, 'method' | 'target'> & { readonly path: string; readonly query: string };

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface Body {
  readonly mediaType: string;
  readonly schema: JsonSchema;
}

/** Requests to an operation as the document says, and requests with one thing odd about them. */
export function requestsTo(placed: PlacedOperation, known: KnownTexts): fc.Arbitrary<ApiRequest> {
  const valid = validParts(placed, known);
  const oddOnes = oddParts(placed, known, valid);
  const parts = fc.oneof(
    { weight: 3, arbitrary: valid },
    ...oddOnes.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
  return parts.map(({ path, query, ...rest }) => ({
    ...rest,
    method: placed.method.toUpperCase(),
    target: query === '' ? path : `${path}?${query}`,
  }));
}

function validParts(placed: PlacedOperation, known: KnownTexts): fc.Arbitrary<Parts> {
  const bodies = bodiesOf(placed).map(({ mediaType, schema }) =>
    valuesOf(schema, known).map((value) => ({ mediaType, text: writeJson(value) })),
  );
  const isNeeded = placed.operation.requestBody?.required !== false;
  const noBody = fc.constant(undefined);
  const body = bodies.length === 0 ? noBody : fc.oneof(...bodies, ...(isNeeded ? [] : [noBody]));
  return fc
    .record({
      path: pathOf(placed, (parameter) => segmentsOf(parameter, known)),
      query: fieldsOf(placed, 'query', known).map(writeQuery),
      headers: fieldsOf(placed, 'header', known),
      body,
    })
    .map(({ path, query, headers, body: chosen }) => ({
      odd: 'nothing',
      path,
      query,
      headers: chosen === undefined ? headers : { ...headers, 'Content-Type': chosen.mediaType },
      body: chosen?.text,
    }));
}

function oddParts(
  placed: PlacedOperation,
  known: KnownTexts,
  valid: fc.Arbitrary<Parts>,
): fc.Arbitrary<Parts>[] {
  const changed = <Key extends keyof Parts>(odd: Parts['odd'], key: Key, values: fc.Arbitrary<Parts[Key]>) =>
    fc.tuple(valid, values).map(([parts, value]): Parts => ({ ...parts, odd, [key]: value }));
  const names = parametersOf(placed, 'query').map(({ name }) => name);
  const odd = [
    changed('query', 'query', oddQueries(names)),
    fc.tuple(valid, oddHeaders).map(([parts, headers]): Parts => ({
      ...parts,
      odd: 'header',
      headers: { ...parts.headers, ...headers },
    })),
    fc.tuple(valid, oddMediaTypes).map(([parts, headers]): Parts => ({
      ...parts,
      odd: 'media type',
      headers: { ...parts.headers, ...headers },
    })),
  ];
  if (placed.path.includes('{'))
    odd.push(
      changed(
        'path',
        'path',
        pathOf(placed, () => oddPathSegments),
      ),
    );
  for (const { mediaType, schema } of bodiesOf(placed)) {
    const values = valuesOf(schema, known);
    const ofType = (kind: 'value' | 'text', bodies: fc.Arbitrary<string | Buffer>): fc.Arbitrary<Parts> =>
      changed(kind, 'body', bodies).map((parts) => ({
        ...parts,
        headers: { ...parts.headers, 'Content-Type': mediaType },
      }));
    const changes = ofType('value', changedBodies(schema, values));
    odd.push(changes, changes, changes, ofType('text', brokenTexts(values.map(writeJson))));
  }
  return odd;
}

function bodiesOf({ operation }: PlacedOperation): Body[] {
  const { content = {} } = operation.requestBody ?? {};
  return Object.entries(content).map(([mediaType, { schema }]) => ({ mediaType, schema }));
}

function parametersOf({ operation }: PlacedOperation, place: Parameter['in']): Parameter[] {
  return operation.parameters
    .map((one) => (one.$ref === undefined ? one : referred(one.$ref)) as Parameter)
    .filter((parameter) => parameter.in === place);
}

function pathOf(
  placed: PlacedOperation,
  segments: (parameter: Parameter) => fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const parameters = parametersOf(placed, 'path').map((parameter) => [parameter.name, segments(parameter)]);
  return fc
    .record(Object.fromEntries(parameters) as Record<string, fc.Arbitrary<string>>)
    .map((values) => placed.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''));
}

function segmentsOf({ name, schema }: Parameter, known: KnownTexts): fc.Arbitrary<string> {
  return valuesOf(schema, known, name).map((value) => encodeURIComponent(String(value)));
}

/** Some of the parameters of a place, each with a value of its schema. */
function fieldsOf(
  placed: PlacedOperation,
  place: 'query' | 'header',
  known: KnownTexts,
): fc.Arbitrary<Record<string, string>> {
  const parameters = parametersOf(placed, place);
  const model = Object.fromEntries(
    parameters.map(({ name, schema }) => {
      const values = place === 'header' ? headerValues(name, schema, known) : valuesOf(schema, known, name);
      return [name, values.map(String)];
    }),
  );
  const requiredKeys = parameters.filter(({ required }) => required === true).map(({ name }) => name);
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}

/** A header cannot carry every text, and its ends are trimmed (RFC 9110 section 5.5). */
function headerValues(name: string, schema: JsonSchema, known: KnownTexts): fc.Arbitrary<unknown> {
  const fitting = known[name];
  if (fitting !== undefined) return fc.constantFrom(...fitting);
  return schema.pattern === undefined
    ? fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }).map((text) => text.trim() || 'x')
    : valuesOf(schema, known, name);
}

function writeQuery(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
