import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A request as a receiver has it, and the secret that the receiver knows. */
export interface ReceivedCase {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly secret: string;
}

/** Runs the `verify` of one language over requests, all in one process. @returns whether each was accepted */
export type Verifier = (cases: readonly ReceivedCase[]) => Promise<boolean[]>;

/** What a snippet is called with reads cases from its input and prints a verdict for each, as JSON. */
const NODE_DRIVER = `
import { readFileSync } from 'node:fs';
import { verify } from './verify.mjs';
const verdicts = JSON.parse(readFileSync(0, 'utf8')).map(({ headers, body, secret }) => {
  const bytes = Buffer.from(body, 'base64');
  try {
    return JSON.stringify(verify(bytes, headers, secret)) === JSON.stringify(JSON.parse(bytes.toString()));
  } catch {
    return false;
  }
});
console.log(JSON.stringify(verdicts));
`;

const PYTHON_DRIVER = `
import base64, email.message, json, sys
from verify import verify

def judge(case):
    headers = email.message.Message()  # finds names in any case, as frameworks do
    for name, value in case["headers"].items():
        headers[name] = value
    body = base64.b64decode(case["body"])
    try:
        return verify(body, headers, case["secret"]) == json.loads(body)
    except ValueError:
        return False

print(json.dumps([judge(case) for case in json.load(sys.stdin)]))
`;

const GO_DRIVER = `
package main

import (
	"encoding/json"
	"os"

	"receiver/webhook"
)

// Not an http.Header, whose package takes longer to build than all else.
type headers map[string]string

func (h headers) Get(name string) string { return h[name] }

type received struct {
	Headers headers
	Body    []byte
	Secret  string
}

func main() {
	var cases []received
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	verdicts := []bool{}
	for _, one := range cases {
		verdicts = append(verdicts, webhook.Verify(one.Body, one.Headers, one.Secret) == nil)
	}
	_ = json.NewEncoder(os.Stdout).Encode(verdicts)
}
`;

/** Whether a program can be started here. */
export function isAtHand(program: string, ...versionArguments: string[]): boolean {
  return spawnSync(program, versionArguments, { stdio: 'ignore' }).status === 0;
}

/** A folder in which snippets find the libraries of this project. */
export async function linkLibraries(folder: string): Promise<void> {
  const libraries = fileURLToPath(new URL('../../node_modules', import.meta.url));
  await symlink(libraries, path.join(folder, 'node_modules'));
}

export async function nodeVerifier(folder: string, snippet: string): Promise<Verifier> {
  await mkdir(folder);
  await linkLibraries(folder);
  await writeFile(path.join(folder, 'verify.mjs'), snippet);
  await writeFile(path.join(folder, 'driver.mjs'), NODE_DRIVER);
  return (cases) => judgeAll(folder, [process.execPath, 'driver.mjs'], cases);
}

export async function pythonVerifier(folder: string, snippet: string): Promise<Verifier> {
  await mkdir(folder);
  await writeFile(path.join(folder, 'verify.py'), snippet);
  await writeFile(path.join(folder, 'driver.py'), PYTHON_DRIVER);
  return (cases) => judgeAll(folder, ['python3', 'driver.py'], cases);
}

/** Builds with nothing but what lies in the folder: no network, no other tool chain, no cache of the user's. */
export async function goVerifier(folder: string, snippet: string): Promise<Verifier> {
  await mkdir(path.join(folder, 'webhook'), { recursive: true });
  await writeFile(path.join(folder, 'go.mod'), 'module receiver\n\ngo 1.18\n');
  await writeFile(path.join(folder, 'webhook', 'verify.go'), snippet);
  await writeFile(path.join(folder, 'main.go'), GO_DRIVER);
  const environment = {
    HOME: folder,
    GOCACHE: path.join(folder, 'cache'),
    GOPATH: path.join(folder, 'path'),
    GOFLAGS: '-mod=mod',
    GOTOOLCHAIN: 'local',
    GOPROXY: 'off',
    GOENV: 'off',
    GOTELEMETRY: 'off',
    CGO_ENABLED: '0',
  };
  await execute('go', ['build', '-o', 'receiver', '.'], {
    cwd: folder,
    env: { ...process.env, ...environment },
  });
  return (cases) => judgeAll(folder, ['./receiver'], cases);
}

function judgeAll(
  folder: string,
  [program = '', ...programArguments]: readonly string[],
  cases: readonly ReceivedCase[],
): Promise<boolean[]> {
  const input = cases.map(({ headers, body, secret }) => ({
    headers,
    body: body.toString('base64'),
    secret,
  }));
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      cwd: folder,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed) as boolean[]);
      else reject(new Error(`${program} ended with ${String(code)}.`));
    });
    child.stdin.end(JSON.stringify(input));
  });
}
