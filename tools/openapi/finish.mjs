import { addExamples } from './examples.mjs';
import { operationsOf } from './operations.mjs';
import { addProblems, REQUEST_ID } from './problems.mjs';

const { ID_OR_UID_PATTERN } = await import('../../src/domain/uid.ts');

/** Where operations are named once; elsewhere they are those of /api, at an address of their own. */
const HOMES = ['/api/', '/health', '/metrics'];

const COMPONENTS = {
  headers: {
    RequestId: {
      description: 'Names this request in the log; taken from the request where it sends one.',
      schema: { type: 'string' },
      example: '019c12f0-4e80-7000-8000-00000000000a',
    },
    RetryAfter: {
      description: 'Seconds to wait (RFC 9110).',
      schema: { type: 'integer' },
      example: 5,
    },
  },
  parameters: {
    Tenant: {
      name: 'Posthorn-Tenant',
      in: 'header',
      required: false,
      description:
        'The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.',
      schema: { type: 'string', pattern: ID_OR_UID_PATTERN.source },
      example: 'default',
    },
  },
};

const TAGS = [
  { name: 'Webhooks', description: 'Registered endpoints: their subscriptions, secrets and policies.' },
  { name: 'Event types', description: 'What is published, with its JSON Schema.' },
  { name: 'Events', description: 'What happened.' },
  { name: 'Deliveries', description: 'One event going to one webhook, and each attempt of it.' },
  { name: 'Stats', description: 'What became of deliveries, counted.' },
  { name: 'Retention', description: 'How long what happened is kept.' },
  { name: 'Tenants', description: 'Whose webhooks and events these are.' },
  { name: 'API keys', description: 'Who may do what.' },
  { name: 'Audit', description: 'Who changed what.' },
  { name: 'Operations', description: 'For those who run Posthorn.' },
];

/** @param {readonly string[]} dtoNames the classes that bodies are read by */
export function finishDocument(document, dtoNames) {
  document.paths = Object.fromEntries(
    Object.entries(document.paths).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  for (const { path, operation } of operationsOf(document)) finishOperation(document, path, operation);
  Object.assign((document.components.headers ??= {}), COMPONENTS.headers);
  Object.assign((document.components.parameters ??= {}), COMPONENTS.parameters);
  const used = new Set(operationsOf(document).flatMap(({ operation }) => operation.tags));
  document.tags = TAGS.filter(({ name }) => used.has(name));
  for (const name of dtoNames) {
    const schema = document.components.schemas[name];
    // What a CloudEvent has beside its attributes is passed over; every other body refuses what it does not know.
    if (schema !== undefined) schema.additionalProperties = name === 'CloudEventBody';
  }
  addExamples(document);
  return document;
}

function finishOperation(document, path, operation) {
  const isPublic = operation['x-public'] === true;
  delete operation['x-public'];
  const isInTenant = !isPublic && operation['x-outside-tenants'] !== true;
  delete operation['x-outside-tenants'];
  if (!HOMES.some((home) => path.startsWith(home))) operation.operationId += 'AtRoot';
  addScope(operation);
  operation.parameters = (operation.parameters ?? []).filter((parameter) => !isBareHeader(parameter));
  describePathParameters(operation);
  if (isInTenant) operation.parameters.push({ $ref: '#/components/parameters/Tenant' });
  addMediaTypes(operation);
  addProblems(document, operation, { isPublic, isInTenant });
  for (const response of Object.values(operation.responses)) {
    if ('$ref' in response) continue;
    response.headers = { ...response.headers, ...REQUEST_ID };
    response.description ||= 'Done.';
  }
}

/** A bearer's requirement may name roles since 3.1; people read them in the description. */
function addScope(operation) {
  const scope = operation['x-required-scope'];
  delete operation['x-required-scope'];
  operation.security = scope === undefined ? [] : [{ key: [scope] }];
  if (scope === undefined) return;
  operation.description = [operation.description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' ');
}

/** Nest finds the headers that a handler reads; those that concern a client are described by decorators. */
const isBareHeader = ({ in: place, description }) => place === 'header' && description === undefined;

function describePathParameters(operation) {
  for (const parameter of operation.parameters) {
    if (parameter.in === 'path') parameter.schema = { type: 'string', minLength: 1, maxLength: 256 };
  }
}

function addMediaTypes(operation) {
  const consumed = operation['x-also-consumes'];
  const produced = operation['x-also-produces'];
  delete operation['x-also-consumes'];
  delete operation['x-also-produces'];
  if (consumed !== undefined) Object.assign(operation.requestBody.content, consumed);
  if (produced !== undefined) Object.assign(operation.responses['200'].content, produced);
}
