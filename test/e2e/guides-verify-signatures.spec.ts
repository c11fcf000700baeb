import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSigningKey, publicKeyOf } from '../../src/domain/signing-keys.ts';
import { findFreePort } from '../../src/database/embedded/free-port.ts';
import { standardFormat } from '../../src/wire/formats/standard.ts';
import { eventually } from '../support/eventually.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { acceptedCases, refusedCases, type CapturedRequests } from '../support/received-cases.ts';
import { keyPairCases } from '../support/key-pair-cases.ts';
import { startReceiver, type Receiver, type ReceivedRequest } from '../support/receiver.ts';
import {
  goVerifier,
  isAtHand,
  linkLibraries,
  nodeVerifier,
  pythonVerifier,
  type ReceivedCase,
  type Verifier,
} from '../support/snippet-verifiers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/guides/verify-signatures.md');
const DATA = '{"order_id":4711,"customer":"Zoë 🎺"}';
const STRANGER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const UNPADDED = `whsec_${Buffer.alloc(32, 9).toString('base64').replaceAll('=', '')}`;
const BUILD_TIMEOUT_MS = 240_000;

let app: TestApp;
let receiver: Receiver;
let folder: string;
let captured: CapturedRequests;
let rotated: ReceivedRequest;
let rotation: unknown;

const toCase = ({ headers, body }: ReceivedRequest, secret: string): ReceivedCase => ({
  headers: headers as Record<string, string>,
  body,
  secret,
});

/** Publishes one event by the text of its data and waits for the request that it makes. */
async function deliver(data: string): Promise<ReceivedRequest> {
  const index = receiver.requests.length;
  const answer = await fetch(`http://127.0.0.1:${app.port}/api/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: `{"type":"order.paid","data":${data}}`,
  });
  expect(answer.status).toBe(202);
  return await eventually('it arrives', () => receiver.requests[index]);
}

async function putWebhook(secret: string): Promise<void> {
  await app.put('/api/webhooks/orders', { url: receiver.url, secret }).expect((answer) => {
    expect(answer.status).toBeLessThan(300);
  });
}

async function judgeByAll(verify: Verifier): Promise<void> {
  const accepted = acceptedCases(captured);
  const refused = refusedCases(captured, STRANGER);
  const cases = [...accepted, ...refused];
  const verdicts = await verify(cases.map(([, one]) => one));
  const named = cases.map(([name], index) => [name, verdicts[index]]);
  expect(named).toEqual([
    ...[...accepted.keys()].map((name) => [name, true]),
    ...[...refused.keys()].map((name) => [name, false]),
  ]);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'posthorn-guide-'));
  receiver = await startReceiver();
  app = await startTestApp();
  await putWebhook(UNPADDED);
  const unpadded = toCase(await deliver(DATA), UNPADDED);
  const older = await app.post('/api/webhooks/orders/secret/rotate', { overlap_seconds: 0 });
  const secret = (older.body as { secret: string }).secret;
  const one = toCase(await deliver(DATA), secret);
  const odd = toCase(await deliver('{"n":1.0,"e":1e2,"t":"\\u00e9\\n","x":{ "a" : [ ] }}'), secret);
  [rotation] = await runRequests(guide.block('rotate').replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`));
  rotated = await deliver(DATA);
  const two = toCase(rotated, secret);
  captured = {
    plain: one,
    oddlyWritten: odd,
    byUnpaddedSecret: unpadded,
    rotatedByOldSecret: two,
    rotatedByNewSecret: { ...two, secret: (rotation as { secret: string }).secret },
  };
});

afterAll(async () => {
  await app.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the guide to verifying signatures', () => {
  it('shows a request as it arrives', () => {
    const [head = '', body = ''] = guide.block('request').trimEnd().split('\n\n');
    const [line, ...headers] = head.split('\n');
    const request = captured.plain;
    expect(line).toBe('POST / HTTP/1.1');
    const names = headers.map((header) => header.split(': ')[0] ?? '');
    expect(names.filter((name) => !/^(webhook|posthorn)-|^content-type$|^user-agent$/.test(name))).toEqual(
      [],
    );
    const sent = names.map((name) => `${name}: ${request.headers[name] ?? ''}`);
    expect(sent).toEqual(asShown(headers));
    const ours = Object.keys(request.headers).filter((name) => /^(webhook|posthorn)-/.test(name));
    expect(names).toEqual(expect.arrayContaining(ours));
    expect(
      guide
        .table('Header')
        .map(([name = '']) => name.slice(1, -1))
        .toSorted(),
    ).toEqual(ours.toSorted());
    expect(request.body.toString()).toEqual(asShown(body));
  });

  it('shows a rotation and the header that it makes', () => {
    expect(rotation).toEqual(asShown(JSON.parse(guide.block('rotated'))));
    const header = `webhook-signature: ${String(rotated.headers['webhook-signature'])}`;
    expect(header).toEqual(asShown(guide.block('rotated-header').trim()));
    expect(header.split(' v1,')).toHaveLength(3);
  });

  it.each(['node-library', 'node-crypto'])(
    '%s accepts what Posthorn sent, and nothing else',
    async (name) => {
      await judgeByAll(await nodeVerifier(path.join(folder, name), guide.block(name)));
    },
  );

  it('shows a webhook with a key pair and the header that it makes', async () => {
    await app.delete('/api/webhooks/orders');
    const local = guide.block('pair').replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`);
    const [made] = await runRequests(local.replace('http://127.0.0.1:9000/', receiver.url));
    expect(made).toEqual(asShown(JSON.parse(guide.block('pair-made'))));
    const { headers } = await deliver(DATA);
    const header = `webhook-signature: ${String(headers['webhook-signature'])}`;
    expect(header).toEqual(asShown(guide.block('pair-header').trim()));
    await app.delete('/api/webhooks/pair');
  });

  it('node-ed25519 accepts what Posthorn signed by a key pair, and nothing else', async () => {
    const [key, stranger] = [createSigningKey(randomBytes), createSigningKey(randomBytes)];
    await putWebhook(key);
    const publicKey = publicKeyOf(key) ?? '';
    const plain = toCase(await deliver(DATA), publicKey);
    await app.post('/api/webhooks/orders/secret/rotate', { signature: 'hmac-sha256' });
    const two = toCase(await deliver(DATA), publicKey);
    expect(two.headers['webhook-signature']).toMatch(/^v1,\S+ v1a,\S+$/);
    const verifier = await nodeVerifier(path.join(folder, 'node-ed25519'), guide.block('node-ed25519'));
    const seed = Buffer.from(key.slice('whsk_'.length), 'base64').subarray(0, 32);
    const cases = [...keyPairCases({ plain, seed, rotated: two }, publicKeyOf(stranger) ?? '')];
    const verdicts = await verifier(cases.map(([, [one]]) => one));
    expect(cases.map(([name], index) => [name, verdicts[index]])).toEqual(
      cases.map(([name, [, isAccepted]]) => [name, isAccepted]),
    );
  });

  it('express answers 204 to what Posthorn sent, long bodies too, and 401 to anything else', async () => {
    const port = await findFreePort();
    const place = path.join(folder, 'express.mjs');
    await linkLibraries(folder);
    await writeFile(place, guide.block('express').replace('listen(9000', `listen(${port}`));
    const url = `http://127.0.0.1:${port}/webhooks`;
    await putWebhook(STRANGER);
    const child = spawn(process.execPath, [place], {
      env: { ...process.env, WEBHOOK_SECRET: STRANGER },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const isListening = () =>
      fetch(url, { method: 'POST' }).then(
        ({ status }) => status === 401,
        () => false,
      );
    await eventually('the receiver refuses what is not signed', isListening);
    await app.patch('/api/webhooks/orders', { url });
    const statusOf = async (data: object): Promise<unknown> => {
      const event = { type: 'order.paid', data };
      const answer = await app.post('/api/events', event).set('Prefer', 'wait=5');
      return (answer.body as { deliveries: { last_response_status: number }[] }).deliveries[0]
        ?.last_response_status;
    };
    expect(await statusOf({ customer: 'Zoë 🎺' })).toBe(204);
    expect(await statusOf({ note: 'ü'.repeat(500_000) })).toBe(204);
    await app.post('/api/webhooks/orders/secret/rotate', { overlap_seconds: 0 });
    expect(await statusOf({ customer: 'Zoë 🎺' })).toBe(401);
    child.kill();
    await once(child, 'exit');
  });

  if (isAtHand('python3', '--version')) {
    it('python accepts what Posthorn sent, and nothing else', async () => {
      await judgeByAll(await pythonVerifier(path.join(folder, 'python'), guide.block('python')));
    });
  } else {
    it('python3 is missing here: its snippet is NOT RUN, only compared with the wire format', () => {
      compareWithFormat('python');
    });
  }

  if (isAtHand('go', 'version')) {
    it(
      'go accepts what Posthorn sent, and nothing else',
      async () => {
        await judgeByAll(await goVerifier(path.join(folder, 'go'), guide.block('go')));
      },
      BUILD_TIMEOUT_MS,
    );
  } else {
    it('go is missing here: its snippet is NOT RUN, only compared with the wire format', () => {
      compareWithFormat('go');
    });
  }

  it('has snippets whose names and numbers are those of the wire format', () => {
    for (const name of ['node-crypto', 'python', 'go']) compareWithFormat(name);
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});

/** The nearest thing to running a snippet where its language is missing. */
function compareWithFormat(name: string): void {
  const snippet = guide.block(name);
  const { signature } = standardFormat;
  expect(signature).toMatchObject({ algorithm: 'hmac-sha256', encoding: 'base64', value: 'v1,{signature}' });
  expect(signature?.content).toBe('{event.id}.{attempt.timestamp|s}.{body}');
  for (const part of [
    'webhook-id',
    'webhook-timestamp',
    signature?.header ?? '',
    'whsec_',
    'v1',
    '300',
    'sha256',
  ]) {
    expect(snippet).toContain(part);
  }
}
