import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERROR_TYPES } from '../../src/domain/error-types.ts';
import { findFreePort } from '../../src/database/embedded/free-port.ts';
import { eventually } from '../support/eventually.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/guides/first-webhook.md');
const readme = openGuide('README.md');

interface Delivery {
  readonly id: string;
  readonly status: string;
}

let app: TestApp;
let folder: string;
let receiverPort: number;
let secret: string;
let deliveryId: string;
let receiver: ChildProcess | undefined;
let printed = '';

/** As written, but for the ports and for what the reader is told to fill in. */
const adapt = (text: string): string =>
  text
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`)
    .replaceAll('127.0.0.1:9000', `127.0.0.1:${receiverPort}`)
    .replaceAll('listen(9000', `listen(${receiverPort}`)
    .replaceAll('whsec_…', secret)
    .replaceAll('dlv_…', deliveryId);
const run = async (name: string): Promise<unknown> => (await runRequests(adapt(guide.block(name))))[0];
const shown = (name: string): unknown =>
  asShown(JSON.parse(guide.block(name).replaceAll(':9000', `:${receiverPort}`)));

async function startReceiver(): Promise<void> {
  const command = adapt(guide.block('start-receiver'));
  const child = spawn('bash', ['-ec', command.replace('node receiver.mjs', 'exec node receiver.mjs')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  receiver = child;
  const isListening = async (): Promise<boolean> =>
    await fetch(`http://127.0.0.1:${receiverPort}/`, { method: 'POST' }).then(
      ({ status }) => status === 401,
      () => false,
    );
  await eventually('the receiver refuses what is not signed', isListening);
}

async function stopReceiver(): Promise<void> {
  if (receiver === undefined) return;
  const exited = once(receiver, 'exit');
  receiver.kill();
  await exited;
  receiver = undefined;
}

beforeAll(async () => {
  app = await startTestApp();
  receiverPort = await findFreePort();
  folder = await mkdtemp(path.join(tmpdir(), 'posthorn-guide-'));
  await symlink(
    fileURLToPath(new URL('../../node_modules', import.meta.url)),
    path.join(folder, 'node_modules'),
  );
});

afterAll(async () => {
  await stopReceiver();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the guide to a first webhook', () => {
  it('starts as the README does, whose command is tried', () => {
    expect(guide.block('start')).toBe(readme.block('start'));
  });

  it('registers, and shows the secret again', async () => {
    const registered = (await run('register')) as { secret: string };
    expect(registered).toEqual(shown('registered'));
    secret = registered.secret;
    expect(await run('secret')).toMatchObject({ secret });
  });

  it('has a receiver that prints what it verified', async () => {
    await writeFile(path.join(folder, 'receiver.mjs'), adapt(guide.block('receiver')));
    await startReceiver();
    expect(await run('publish')).toEqual(shown('delivered'));
    await eventually('the receiver printed it', () => printed.includes(guide.block('printed')));
  });

  it('explains what would not be sent', async () => {
    expect(await run('explain')).toEqual(shown('explained'));
    const reasons = guide.table('`reason`').map(([reason]) => reason);
    expect(reasons).toEqual(['`null`', '`no_match`', '`filtered`', '`disabled`', '`paused`']);
    const repairs = guide
      .table('`reason`')
      .flatMap(([, , repair = '']) => /POST (\S+)`/.exec(repair)?.[1] ?? []);
    expect(repairs).toHaveLength(2);
    for (const address of repairs) expect((await app.post(address)).status).toBe(200);
  });

  it('finds what failed and why, and tries it again', async () => {
    await stopReceiver();
    await run('publish');
    const failures = (await run('failed')) as { data: Delivery[] };
    expect(failures).toEqual(shown('failures'));
    deliveryId = failures.data[0]?.id ?? '';
    expect(await run('delivery')).toEqual(shown('attempts'));
    await startReceiver();
    await run('retry');
    await eventually('it is delivered', async () => {
      const answer = await app.get(`/api/deliveries/${deliveryId}`);
      return (answer.body as Delivery).status === 'delivered';
    });
  });

  it('names error types that there are', () => {
    const named = guide.table('What you see').flatMap(([sign = '']) => /`(\w+_\w+)`/.exec(sign)?.[1] ?? []);
    expect(named).toHaveLength(7);
    expect(ERROR_TYPES).toEqual(expect.arrayContaining(named));
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
