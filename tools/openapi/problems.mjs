const { ERRORS, PosthornError } = await import('../../src/domain/errors.ts');
const { PROBLEM_FACE } = await import('../../src/http/problem.filter.ts');

/** Of every operation that asks for a key. */
const OF_ALL = ['unauthenticated', 'forbidden', 'unavailable'];
/** Of every operation that acts in a tenant's name. */
const OF_TENANTS = ['not_found'];
const OF_BODIES = ['malformed_json', 'payload_too_large', 'unsupported_media_type', 'invalid'];

const EXAMPLE_REQUEST_ID = '019c12f0-4e80-7000-8000-00000000000a';
const EXAMPLE_FAULTS = { invalid: [{ path: 'limit', message: 'must not be greater than 250' }] };

/** Of every answer. */
export const REQUEST_ID = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };
const CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** Adds the failures of an operation, one answer a status; those that are alike stand once in the document. */
export function addProblems(document, operation, { isPublic, isInTenant }) {
  const codes = new Set([
    ...(operation['x-problems'] ?? []),
    ...(isPublic ? [] : OF_ALL),
    ...(isInTenant ? OF_TENANTS : []),
  ]);
  delete operation['x-problems'];
  if (operation.requestBody) for (const code of OF_BODIES) codes.add(code);
  if (operation.parameters.some(({ in: place }) => place === 'query')) codes.add('invalid');
  const shared = (document.components.responses ??= {});
  for (const [status, ofStatus] of groupByStatus([...codes].sort())) {
    const name = ofStatus.map(toPascalCase).join('Or');
    shared[name] ??= problemResponse(status, ofStatus);
    operation.responses[status] ??= { $ref: `#/components/responses/${name}` };
  }
  shared.Failure ??= { description: 'Any other failure.', headers: REQUEST_ID, content: CONTENT };
  operation.responses.default = { $ref: '#/components/responses/Failure' };
}

function groupByStatus(codes) {
  const groups = new Map();
  for (const code of codes)
    groups.set(ERRORS[code].status, [...(groups.get(ERRORS[code].status) ?? []), code]);
  return groups;
}

const toPascalCase = (code) =>
  code
    .split('_')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join('');

function problemResponse(status, codes) {
  const examples = Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }]));
  return {
    description: codes.map((code) => ERRORS[code].title).join('; '),
    headers: { ...REQUEST_ID, ...(status === 429 || status === 503 ? RETRY_AFTER : {}) },
    content: { 'application/problem+json': { ...CONTENT['application/problem+json'], examples } },
  };
}

function exampleOf(code) {
  return PROBLEM_FACE.toBody(new PosthornError(code, { errors: EXAMPLE_FAULTS[code] }), EXAMPLE_REQUEST_ID);
}
