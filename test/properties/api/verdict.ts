import {
  findAnswerFaults,
  findBodyFaults,
  type JudgedAnswer,
  type PlacedOperation,
} from '../../support/api-contract.ts';
import type { ApiRequest } from './api-requests.ts';

interface FieldFault {
  readonly path: string;
  readonly message: string;
}

interface Problem {
  readonly status: number;
  readonly request_id: string;
  readonly errors?: readonly FieldFault[];
}

interface UnsayableRule {
  readonly path: RegExp;
  readonly message: RegExp;
  readonly reason: string;
}

const INHERITED_NAME = new RegExp(`(?:${Object.getOwnPropertyNames(Object.prototype).join('|')}|prototype)$`);

/** What is refused (422) although the schema takes it, since JSON Schema has no words for the rule. */
const UNSAYABLE_RULES: readonly UnsayableRule[] = [
  {
    path: /^created_after$/,
    message: /(?:at most 31 days |at most 1500 times the interval |be )before|days ago: the statistics/,
    reason: 'compares two parameters, or the clock',
  },
  { path: /^name$/, message: /the event type at this address/, reason: 'depends on the path' },
  { path: /^schema/, message: /./, reason: 'what of JSON Schema is taken has no schema here' },
  { path: /^example$/, message: /bytes of JSON/, reason: 'bytes are counted' },
  { path: /^Last-Event-ID$/, message: /the id of an attempt/, reason: 'an id is opaque' },
  { path: /^cursor$/, message: /a cursor that a list has answered/, reason: 'a cursor is opaque' },
  { path: /^filter/, message: /./, reason: 'the language of filters is described in its guide' },
  {
    path: /^(?:document\.)?(?:headers|replaceable_headers|signature|body)/,
    message: /./,
    reason: 'templates of formats are compiled, and their headers held to one another',
  },
  { path: /^name$/, message: /the format at this address/, reason: 'depends on the path' },
  {
    path: /^format$/,
    message: /the name of a format of your own|beside document/,
    reason: 'depends on the state',
  },
  { path: /^secret$/, message: /^must (?:be|not be given)/, reason: 'depends on the format' },
  { path: /^signature$/, message: /one of the format/, reason: 'depends on the format' },
  { path: /^data$/, message: /would not be printable|makes more than/, reason: 'depends on the format' },
  { path: /^headers/, message: /./, reason: 'names and bytes of headers, and those that the format sets' },
  { path: /^metadata$/, message: /bytes in all/, reason: 'bytes are counted over all keys and values' },
  { path: /^metadata$/, message: /NUL or half a character/, reason: 'the names of fields have no pattern' },
  {
    path: INHERITED_NAME,
    message: /^unknown field$/,
    reason: 'names that every object has are nobody’s to give',
  },
  { path: /^url$/, message: /2048 characters/, reason: 'the canonical spelling is counted too' },
  { path: /^retention\./, message: /days that the installation keeps/, reason: 'depends on the settings' },
  { path: /^response_body$/, message: /bytes/, reason: 'bytes are counted' },
  { path: /(?:^|\.)deliver_at$/, message: /30 days ahead/, reason: 'compares with the clock' },
  { path: /^uid$/, message: /the webhook at this address/, reason: 'depends on the path' },
  {
    path: /^retry\.schedule_ms$/,
    message: /beside a growing delay/,
    reason: 'two shapes, told apart in words',
  },
  { path: /^retry\.max_delay_ms$/, message: /less than initial_delay_ms/, reason: 'compares two fields' },
  { path: /^expires_at$/, message: /must lie in the future/, reason: 'compares with the clock' },
  { path: /^secret$/, message: /not be the current secret/, reason: 'depends on the state' },
  { path: /^secret$/, message: /the public key that belongs/, reason: 'one half is computed from the other' },
  { path: /^signature$/, message: /the secret is for/, reason: 'compares two fields, or the state' },
];

/** It asks for a key even where the API is open, and no request here has one. */
const SIGN_IN = 'startConsoleSession';

/** What is wrong with the answer, by the document and by the API's conventions; none when nothing is. */
export function findFaults(placed: PlacedOperation, request: ApiRequest, answer: JudgedAnswer): string[] {
  const faults = answer.status >= 500 ? [`${answer.status} is a failure of the server`] : [];
  faults.push(...findAnswerFaults(placed, answer));
  if (answer.status < 400) return [...faults, ...findTakenFaults(placed, request)];
  if (faults.length > 0) return faults;
  const problem = JSON.parse(answer.text) as Problem;
  if (problem.status !== answer.status) faults.push(`the problem's status is ${problem.status}`);
  if (problem.request_id !== answer.headers.get('x-request-id')) faults.push('the request has two ids');
  if (answer.status === 401 && placed.operation.operationId === SIGN_IN) return faults;
  return request.odd === 'nothing' ? [...faults, ...findRefusalFaults(answer, problem)] : faults;
}

/** Of a request as the document says: it may meet a state or a rule that has no words, and no other refusal. */
function findRefusalFaults({ status, text }: JudgedAnswer, { errors = [] }: Problem): string[] {
  if ([400, 401, 403, 405, 413, 415].includes(status))
    return [`the document allows what is answered ${status}: ${text}`];
  if (status !== 422) return [];
  const isUnsayable = ({ path, message }: FieldFault): boolean =>
    UNSAYABLE_RULES.some((rule) => rule.path.test(path) && rule.message.test(message));
  return errors
    .filter((fault) => !isUnsayable(fault))
    .map(({ path, message }) => `the document allows what is refused: ${path} ${message}`);
}

/** Of a body that was taken: the document must allow it. */
function findTakenFaults(placed: PlacedOperation, { headers, body }: ApiRequest): string[] {
  const type = headers['Content-Type'] ?? '';
  if (body === undefined || body.length === 0) return [];
  if (!(type in (placed.operation.requestBody?.content ?? {}))) return [];
  // A byte order mark may be passed over (RFC 8259 section 8.1), and is.
  const faults = findBodyFaults(placed, type, JSON.parse(body.toString().replace(/^\uFEFF/, '')));
  return faults.map((fault) => `the document forbids what was taken: ${fault}`);
}
