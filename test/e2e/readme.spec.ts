import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { startPosthorn, type PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { welcomeText } from '../../src/operations/welcome.ts';
import { eventually } from '../support/eventually.ts';
import { findFreePort } from '../../src/database/embedded/free-port.ts';
import { openGuide } from '../support/guide.ts';
import { startProgram } from '../support/posthorn-program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BUILD_TIMEOUT_MS = 240_000;
const execute = promisify(execFile);
const readme = openGuide('README.md');

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

describe('what the README and the start tell a newcomer to type', () => {
  let folder: string;
  let posthorn: PosthornProcess;
  let receiver: ChildProcess;
  let receiverPort: number;
  let received = '';

  /** As written, but for the two ports. */
  const adapt = (command: string): string =>
    command
      .replaceAll('http://127.0.0.1:3000', posthorn.baseUrl)
      .replaceAll('127.0.0.1:9000', `127.0.0.1:${receiverPort}`)
      .replaceAll('listen(9000)', `listen(${receiverPort})`);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'posthorn-readme-'));
    posthorn = await startProgram({ POSTHORN_DATA_DIR: folder });
    receiverPort = await findFreePort();
    receiver = spawn('bash', ['-c', `exec ${adapt(readme.block('receiver'))}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    receiver.stdout?.on('data', (chunk: Buffer) => {
      received += chunk.toString();
    });
    await eventually('the receiver listens', async () => await isListening(receiverPort));
  }, 60_000);

  afterAll(async () => {
    receiver.kill();
    await once(receiver, 'exit');
    await posthorn.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'npm start brings it up',
    async () => {
      const [install, start] = readme.block('start').trim().split(' && ');
      const { scripts } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      expect([install, start]).toEqual(['npm ci', 'npm start']);
      const [program, ...programArguments] = scripts.start?.split(' ') ?? [];
      expect(program).toBe('node');
      const dataFolder = await mkdtemp(path.join(tmpdir(), 'posthorn-readme-'));
      const settings = { PORT: '0', POSTHORN_DATA_DIR: dataFolder };
      const started = await startPosthorn(programArguments, settings);
      expect((await fetch(`${started.baseUrl}/health`)).status).toBe(200);
      expect(await started.stop()).toBe(0);
      await rm(dataFolder, { recursive: true, force: true });
    },
    BUILD_TIMEOUT_MS,
  );

  it('npm ci and npm test are what every change has to pass', async () => {
    const steps = await readFile(path.join(ROOT, '.ci/run'), 'utf8');
    for (const command of readme.block('test').trim().split(' && ')) expect(steps).toContain(` ${command}`);
  });

  it('the three requests register, deliver and show a delivery', async () => {
    const { stdout } = await execute('bash', ['-ec', adapt(readme.block('requests'))]);
    expect(stdout).toContain('"secret":"whsec_');
    expect(stdout).toContain('"status":"delivered"');
    expect(stdout).toMatch(/"has_more":false/);
    await eventually('the receiver printed it', () => received.includes('"order_id":4711'));
  });

  it('the lines that a start prints work as pasted', async () => {
    const port = Number(new URL(posthorn.baseUrl).port);
    const access = { mode: 'open', firstKey: null } as const;
    const lines = welcomeText({
      settings: loadSettings({}),
      access,
      port,
      linkToken: null,
      dialects: [],
      embeddedUrl: null,
    }).split('\n');
    const commands = lines.filter((line) => line.startsWith('  curl '));
    expect(commands).toHaveLength(2);
    const { stdout } = await execute('bash', ['-ec', adapt(commands.join('\n'))]);
    expect(stdout).toContain('"status":"delivered"');
    await eventually('the receiver printed it', () => received.includes('"data":{"id":1}'));
    const receiverLine = lines.find((line) => line.startsWith('  node -e'));
    expect(receiverLine?.trim()).toBe(readme.block('receiver').trim());
  });

  it('the verification accepts what Posthorn signs and refuses what it did not', async () => {
    const cache = path.join(ROOT, 'node_modules', '.cache', 'posthorn-readme');
    await mkdir(cache, { recursive: true });
    const file = path.join(cache, 'verify.mjs');
    await writeFile(file, readme.block('verify'));
    const { receive } = (await import(pathToFileURL(file).href)) as {
      receive: (body: string, headers: Record<string, string>, secret: string) => unknown;
    };
    const body = '{"type":"order.paid","timestamp":"2026-01-01T00:00:00.000Z","data":{}}';
    const moment = new Date();
    const headers = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(Math.floor(moment.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign('evt_1', moment, body),
    };
    expect(receive(body, headers, SECRET)).toEqual(JSON.parse(body));
    expect(() => receive(body.replace('paid', 'lost'), headers, SECRET)).toThrow();
    await rm(cache, { recursive: true });
  });

  it('all its code is tried here', () => {
    expect(readme.untried()).toEqual([]);
  });
});
