import './import-typescript.mjs';
import { format, resolveConfig } from 'prettier';
import { keepUpToDate } from './generated-file.mjs';
import { inProject } from './project.mjs';

const PATH = 'docs/errors.md';

const { ERRORS, PosthornError } = await import('../src/domain/errors.ts');
const { ERROR_TYPES, ERROR_TYPE_ADVICE, ERROR_TYPE_MEANINGS } = await import('../src/domain/error-types.ts');
const { PROBLEM_FACE } = await import('../src/http/problem.filter.ts');

const REQUEST_ID = 'cbd8f5a7-0d4e-4b0a-9c1e-5f3a1b7d2e60';

/** What `errors` holds where a code has it. */
const FAULTS = {
  invalid: [
    { path: 'url', message: 'must be a string' },
    { path: 'retry.jitter', message: 'must not be greater than 1' },
  ],
  payload_too_large: [{ path: 'events[3].data', message: 'must not be larger than 1048576 bytes' }],
};

const INTRODUCTION = `# Errors

Generated from \`src/domain/errors.ts\` and \`src/domain/error-types.ts\` by \`node tools/errors-doc.mjs\`; do not edit by
hand.

Whatever the API refuses, it answers with \`application/problem+json\` (RFC 9457):

| Member       | Meaning                                                                                            |
| ------------ | -------------------------------------------------------------------------------------------------- |
| \`type\`       | \`urn:posthorn:error:\` and the code. It names the kind of problem, and nothing is to be fetched there |
| \`title\`      | The kind of problem in words, the same for every answer of the code                                |
| \`status\`     | The status of the answer                                                                           |
| \`detail\`     | One sentence about this very request, where there is more to say than below                        |
| \`code\`       | One of the codes below. **The member for programs to decide by**                                   |
| \`request_id\` | The \`X-Request-Id\` of the request, which the log has too                                           |
| \`errors\`     | Every fault that was found, each with the \`path\` of its field, such as \`events[2].type\`; else absent |

A code keeps its meaning. The list is whole for this version, and a later one may add to it: treat a code that you do
not know by its status. 429 and 503 say in \`Retry-After\` how many seconds to wait. Repeat a publish with its
idempotency key, and it is never published twice.

Failures of a delivery are not errors of the API: they stand in its attempts, see [below](#error-types-of-attempts).
`;

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function section([code, { status, title, when, remedy }]) {
  const example = PROBLEM_FACE.toBody(new PosthornError(code, { errors: FAULTS[code] }), REQUEST_ID);
  return [
    `### \`${code}\``,
    `**${status} ${title}.** ${when}`,
    `${remedy}`,
    ['```json', JSON.stringify(example, null, 2), '```'].join('\n'),
  ].join('\n\n');
}

const text = [
  INTRODUCTION,
  '## Codes',
  table(
    ['Status', 'Code', 'Title'],
    Object.entries(ERRORS).map(([code, { status, title }]) => [status, `[\`${code}\`](#${code})`, title]),
  ),
  ...Object.entries(ERRORS).map(section),
  '## Error types of attempts',
  'Why an attempt failed: `error_type` of an attempt, `last_error_type` and the parameter `error_type` of deliveries.',
  table(
    ['Error type', 'Meaning', 'What to do'],
    ERROR_TYPES.map((type) => [`\`${type}\``, ERROR_TYPE_MEANINGS[type], ERROR_TYPE_ADVICE[type]]),
  ),
  'Each attempt says what to do in `advice`; of a status such as 404 or 429 it knows more than is said here.',
].join('\n\n');

const layout = await resolveConfig(inProject(PATH));
keepUpToDate(PATH, await format(text, { ...layout, parser: 'markdown' }), 'node tools/errors-doc.mjs');
