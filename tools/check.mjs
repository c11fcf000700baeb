import { spawnSync } from 'node:child_process';
import { projectFolder } from './project.mjs';

/** What `npm run check` holds, cheapest first. Every step runs, so that one run tells all that is wrong. */
const STEPS = [
  ['Prisma client', 'tools/generate.mjs'],
  ['Format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['Lint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  ['Types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'],
  [
    'Imports',
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--output-type',
    'err-long',
    'src',
  ],
  ['Dead code', 'node_modules/knip/bin/knip.js'],
  ['docs/settings.md', 'tools/settings-doc.mjs', '--check'],
  ['docs/errors.md', 'tools/errors-doc.mjs', '--check'],
  ['docs/delivery-states.md', 'tools/delivery-states-doc.mjs', '--check'],
  ['docs/metrics.md', 'tools/metrics-doc.mjs', '--check'],
  ['openapi.json', 'tools/openapi-doc.mjs', '--check'],
  ['API description', 'node_modules/@redocly/cli/bin/cli.js', 'lint', 'openapi.json'],
  ['docs/architecture.md', 'tools/architecture-graph.mjs', '--check'],
];

function runStep([title, ...programArguments]) {
  console.log(`\n== ${title}`);
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, programArguments, {
    cwd: projectFolder,
    stdio: 'inherit',
    // No step calls out.
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`== ${title}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  return { title, hasPassed: status === 0 };
}

const failed = STEPS.map(runStep).filter((result) => !result.hasPassed);
console.log(
  failed.length === 0
    ? `\nAll ${STEPS.length} checks passed.`
    : `\n${failed.length} of ${STEPS.length} checks failed: ${failed.map((result) => result.title).join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
