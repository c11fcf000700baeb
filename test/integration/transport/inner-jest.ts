import { spawn } from 'node:child_process';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withDatabaseRelay } from './database-inside.ts';

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(FOLDER, '../../..');

/** The kernel delivers every address of both families to whatever listens in the namespace, and nothing leaves it. */
const EVERY_ADDRESS_IS_LOCAL = [
  'ip link set lo up',
  'ip route add local 0.0.0.0/0 dev lo',
  'ip -6 route add local ::/0 dev lo',
].join(' && ');

/** A run that hangs ends before the test that waits for it gives up. */
const INNER_RUN_MS_MAX = 170_000;

export interface InnerRun {
  /** Names of the tests that passed. */
  readonly passed: readonly string[];
  /** Names of the tests that did not, with what they said. */
  readonly failed: readonly string[];
}

interface JestReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/**
 * Runs one `*.inside.ts` file in a Jest process of its own: with variables that Node reads only at its start or only
 * from the real environment, and, if asked, in a network namespace where every address is local.
 *
 * @throws Error with the reason when the process or the namespace cannot be made
 */
export async function runInside(
  file: string,
  options: { readonly env?: Readonly<Record<string, string>>; readonly hasOwnNetwork?: boolean } = {},
): Promise<InnerRun> {
  const jest = [
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', '--expose-gc'],
    path.join(ROOT, 'node_modules/jest/bin/jest.js'),
    ...['--config', await innerConfig()],
    ...['--runInBand', '--json', '--watchman=false'],
    ...['--runTestsByPath', path.join(FOLDER, file)],
  ];
  const command =
    options.hasOwnNetwork === true ? await inOwnNetwork(process.execPath, jest) : [process.execPath, ...jest];
  const { stdout, stderr } = await run(command, { ...process.env, ...options.env });
  return summarize(stdout, stderr);
}

/** The same in a network of its own, with a way out to the test server and to nothing else. */
export async function runInsideWithDatabase(file: string): Promise<InnerRun> {
  return await withDatabaseRelay(async (env) => await runInside(file, { env, hasOwnNetwork: true }));
}

/** What the project's own says of the language, without its database. */
async function innerConfig(): Promise<string> {
  const configFile = pathToFileURL(path.join(ROOT, 'jest.config.js')).href;
  const { default: config } = (await import(configFile)) as { default: Record<string, unknown> };
  const { roots, extensionsToTreatAsEsm, transform, testTimeout } = config;
  const kept = { roots, extensionsToTreatAsEsm, transform, testTimeout };
  // Inside a user namespace everybody is root, and Jest's own choice of a folder would be root's.
  const cacheDirectory = path.join(tmpdir(), `posthorn-inner-jest-${userInfo().username}`);
  const inner = { rootDir: ROOT, testEnvironment: 'node', testMatch: ['**/*.inside.ts'], cacheDirectory };
  return JSON.stringify({ ...kept, ...inner });
}

async function inOwnNetwork(program: string, parameters: readonly string[]): Promise<string[]> {
  const attempts: string[] = [];
  // Root may lack the capability in a container, where a user namespace can still be allowed.
  for (const flags of process.getuid?.() === 0 ? ['-n', '-rn'] : ['-rn']) {
    const prefix = ['unshare', flags, 'sh', '-c'];
    const trial = await run([...prefix, EVERY_ADDRESS_IS_LOCAL], process.env);
    if (trial.code === 0) {
      return [...prefix, `${EVERY_ADDRESS_IS_LOCAL} && exec "$@"`, 'sh', program, ...parameters];
    }
    attempts.push(`unshare ${flags}: ${trial.stderr.trim()}`);
  }
  throw new Error(`No network namespace with a loopback of its own could be made. ${attempts.join('; ')}`);
}

function summarize(stdout: string, stderr: string): InnerRun {
  if (!stdout.startsWith('{')) throw new Error(`The inner run gave no report: ${stdout}${stderr}`);
  const report = JSON.parse(stdout) as JestReport;
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  const broken = report.testResults.filter((result) => result.assertionResults.length === 0);
  return {
    passed: tests.filter((test) => test.status === 'passed').map((test) => test.fullName),
    failed: [
      ...broken.map((result) => result.message),
      ...tests
        .filter((test) => test.status !== 'passed')
        .map((test) => `${test.fullName}: ${test.failureMessages.join('\n')}`),
    ],
  };
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  [program = '', ...parameters]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // unshare and sh replace themselves, so this ends Jest and with it the namespace.
      timeout: INNER_RUN_MS_MAX,
      killSignal: 'SIGKILL',
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', (error) => {
      resolve({ code: null, stdout: '', stderr: error.message });
    });
    child.on('close', (code) => {
      resolve({ code, ...output });
    });
  });
}
