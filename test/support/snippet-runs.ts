import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Snippet, SnippetLanguage } from '../../src/wire/snippets/snippets.ts';
import type { ReceivedCase } from './snippet-verifiers.ts';

const execute = promisify(execFile);

/** The snippets of one format, and what they are to judge. */
export interface SnippetTrial {
  /** Of letters and digits: a folder has the name. */
  readonly name: string;
  readonly snippets: readonly Snippet[];
  readonly cases: readonly ReceivedCase[];
}

/** Runs the snippets of many formats in one process. @returns by name, whether each case was accepted */
export type RunSnippets = (
  folder: string,
  trials: readonly SnippetTrial[],
) => Promise<Record<string, readonly boolean[]>>;

const NODE_DRIVER = `
import { readFileSync } from 'node:fs';
const verdicts = {};
for (const { name, cases } of JSON.parse(readFileSync(0, 'utf8'))) {
  const { verify } = await import('./' + name + '/verify.mjs');
  verdicts[name] = cases.map(({ headers, body, secret }) => {
    process.env.WEBHOOK_SECRET = secret;
    return verify(Buffer.from(body, 'base64'), headers);
  });
}
console.log(JSON.stringify(verdicts));
`;

const PYTHON_DRIVER = `
import base64, email.message, importlib.util, json, os, sys

def load(name):
    spec = importlib.util.spec_from_file_location(name, name + "/verify.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

def judge(verify, case):
    os.environ["WEBHOOK_SECRET"] = case["secret"]
    headers = email.message.Message()  # finds names in any case, as frameworks do
    for name, value in case["headers"].items():
        headers[name] = value
    return verify(base64.b64decode(case["body"]), headers)

trials = json.load(sys.stdin)
print(json.dumps({t["name"]: [judge(load(t["name"]).verify, c) for c in t["cases"]] for t in trials}))
`;

function goDriver(names: readonly string[]): string {
  return `
package main

import (
	"encoding/json"
	"os"
	"strings"

${names.map((name) => `\t${name} "receiver/${name}"`).join('\n')}
)

type received struct {
	Headers map[string]string
	Body    []byte
	Secret  string
}

type trial struct {
	Name  string
	Cases []received
}

var verify = map[string]func([]byte, func(string) string) bool{
${names.map((name) => `\t"${name}": ${name}.Verify,`).join('\n')}
}

func main() {
	var trials []trial
	if err := json.NewDecoder(os.Stdin).Decode(&trials); err != nil {
		panic(err)
	}
	verdicts := map[string][]bool{}
	for _, one := range trials {
		for _, given := range one.Cases {
			os.Setenv("WEBHOOK_SECRET", given.Secret)
			get := func(name string) string { return given.Headers[strings.ToLower(name)] }
			verdicts[one.Name] = append(verdicts[one.Name], verify[one.Name](given.Body, get))
		}
	}
	_ = json.NewEncoder(os.Stdout).Encode(verdicts)
}
`;
}

async function writeSnippets(
  folder: string,
  trials: readonly SnippetTrial[],
  language: SnippetLanguage,
): Promise<void> {
  for (const { name, snippets } of trials) {
    const snippet = snippets.find((one) => one.language === language);
    if (snippet === undefined) throw new Error(`${name} has no snippet in ${language}`);
    await mkdir(path.join(folder, name), { recursive: true });
    await writeFile(path.join(folder, name, snippet.file_name), snippet.code);
  }
}

export const runNode: RunSnippets = async (folder, trials) => {
  await writeSnippets(folder, trials, 'node');
  await writeFile(path.join(folder, 'driver.mjs'), NODE_DRIVER);
  return await judgeAll(folder, [process.execPath, 'driver.mjs'], trials);
};

export const runPython: RunSnippets = async (folder, trials) => {
  await writeSnippets(folder, trials, 'python');
  await writeFile(path.join(folder, 'driver.py'), PYTHON_DRIVER);
  return await judgeAll(folder, ['python3', 'driver.py'], trials);
};

/** Builds with nothing but what lies in the folder: no network, no cache of the user's. */
export const runGo: RunSnippets = async (folder, trials) => {
  await writeSnippets(folder, trials, 'go');
  await writeFile(path.join(folder, 'go.mod'), 'module receiver\n\ngo 1.18\n');
  await writeFile(path.join(folder, 'main.go'), goDriver(trials.map(({ name }) => name)));
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
  return await judgeAll(folder, ['./receiver'], trials);
};

function judgeAll(
  folder: string,
  [program = '', ...programArguments]: readonly string[],
  trials: readonly SnippetTrial[],
): Promise<Record<string, readonly boolean[]>> {
  const input = trials.map(({ name, cases }) => ({
    name,
    cases: cases.map(({ headers, body, secret }) => ({ headers, body: body.toString('base64'), secret })),
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
      if (code === 0) resolve(JSON.parse(printed) as Record<string, readonly boolean[]>);
      else reject(new Error(`${program} ended with ${String(code)}.`));
    });
    child.stdin.end(JSON.stringify(input));
  });
}
