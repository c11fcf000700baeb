import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectFolder } from './project.mjs';

/** What `npm run check` holds; the first makes what others read. Every step runs, so that one run tells all that is wrong. */
const STEPS = [
  ['Prisma client', 'tools/generate.mjs'],
  ['Lint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  ['Format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['Types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'],
  ['Types of the console', 'node_modules/typescript/bin/tsc', '-p', 'web/tsconfig.json', '--noEmit'],
  [
    'Imports',
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--output-type',
    'err-long',
    'src',
    'packages/client/src',
    'web/src',
  ],
  ['Dead code', 'node_modules/knip/bin/knip.js'],
  ['docs/settings.md', 'tools/settings-doc.mjs', '--check'],
  ['docs/errors.md', 'tools/errors-doc.mjs', '--check'],
  ['docs/delivery-states.md', 'tools/delivery-states-doc.mjs', '--check'],
  ['docs/metrics.md', 'tools/metrics-doc.mjs', '--check'],
  ['docs/licences.md', 'tools/licences-doc.mjs', '--check'],
  ['docs/audit.md', 'tools/audit-doc.mjs', '--check'],
  ['openapi.json', 'tools/openapi-doc.mjs', '--check'],
  ['API description', 'node_modules/@redocly/cli/bin/cli.js', 'lint', 'openapi.json'],
  ['docs/architecture.md', 'tools/architecture-graph.mjs', '--check'],
];

/** Resolves when the step is over; what it says is shown whole, so that two steps at once can be read. */
async function runStep([title, ...programArguments]) {
  const startedMs = performance.now();
  const child = spawn(process.execPath, programArguments, {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // No step calls out.
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const [exitCode] = await once(child, 'close');
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const verdict = `== ${title}: ${exitCode === 0 ? 'passed' : 'FAILED'} in ${seconds} s`;
  console.log(`\n== ${title}\n${Buffer.concat(output).toString()}${verdict}`);
  return { title, hasPassed: exitCode === 0 };
}

/** Two lanes, which two cores can serve: linting takes as long as all the others together. */
async function runSteps([first, ...steps]) {
  const results = [await runStep(first)];
  const lane = async () => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift())
      results.push(await runStep(step));
  };
  await Promise.all([lane(), lane()]);
  return results;
}

const failed = (await runSteps(STEPS)).filter((result) => !result.hasPassed);
console.log(
  failed.length === 0
    ? `\nAll ${STEPS.length} checks passed.`
    : `\n${failed.length} of ${STEPS.length} checks failed: ${failed.map((result) => result.title).join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
