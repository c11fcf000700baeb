import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findRenderer, type FormatName } from '../../src/wire/built-in-formats.ts';
import type { RenderedRequest } from '../../src/wire/wire-format.ts';
import { isAtHand, pythonVerifier, type Verifier } from '../support/snippet-verifiers.ts';
import {
  AWKWARD_PAYLOADS,
  bodyOf,
  headersOf,
  inputOf,
  PAYLOAD_CASES,
  receivedHeaders,
  type InputChange,
} from '../support/wire-inputs.ts';
import {
  empVerifier,
  runOptimizerSample,
  taskflowSnippet,
  WORKFLOW_SECRET,
  workflowHandler,
} from './sample-verifiers.ts';

const SECRET = 'your-secret-key, Schlüssel 🗝';

function render(format: FormatName, change: InputChange = {}): RenderedRequest {
  const request = findRenderer(format)?.(inputOf(change));
  if (request === undefined) throw new Error(`There is no ${format}.`);
  return request;
}

/** As receivers in JavaScript have sent and seen it: repeated keys and the spelling of numbers are gone. */
const rewritten = (data: string): unknown => JSON.parse(JSON.stringify(JSON.parse(data)));

describe('emp', () => {
  const verify = empVerifier();

  it.each(PAYLOAD_CASES)('is verified by the code of its document: %s', (_start, data) => {
    const request = render('emp', { data, secrets: [SECRET] });
    const signature = headersOf(request)['X-Webhook-Signature'] ?? '';
    expect(signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(verify(bodyOf(request), signature, SECRET)).toBe(true);
    expect(verify(bodyOf(request), signature, 'another')).toBe(false);
    expect((bodyOf(request) as { data: unknown }).data).toEqual(rewritten(data));
  });

  it('has the headers and the payload of its document', () => {
    const request = render('emp', { data: '{"job_id":"job_1"}' });
    expect(request.headers).toEqual([
      ['content-type', 'application/json'],
      ['user-agent', 'EMP-Job-Queue-Webhook/1.0'],
      ['X-Webhook-Event', 'job.completed'],
      ['X-Webhook-ID', 'wh_01h455vb4pex5vsknk084sn02q'],
      ['X-Event-ID', 'evt_01h455vb4pex5vsknk084sn02q'],
    ]);
    expect(request.body.toString()).toBe(
      '{"event_type":"job.completed","event_id":"evt_01h455vb4pex5vsknk084sn02q","timestamp":1706790896789,' +
        '"webhook_id":"wh_01h455vb4pex5vsknk084sn02q","data":{"job_id":"job_1"}}',
    );
  });

  it('tells the log which job it is about, if it is', () => {
    expect(render('emp', { data: '{"job_id":"job_1"}' }).logged).toEqual({ job_id: 'job_1' });
    expect(render('emp', { data: '{"job_id":17}' }).logged).toEqual({ job_id: '17' });
    expect(render('emp', { data: `{"job_id":"${'x'.repeat(1_000)}"}` }).logged).toEqual({
      job_id: 'x'.repeat(128),
    });
    expect(render('emp').logged).toEqual({});
    expect(render('workflow', { data: '{"job_id":"job_1"}' })).not.toHaveProperty('logged');
  });

  it('tells of a retry, and of a test', () => {
    const metadata = (change: InputChange) =>
      (bodyOf(render('emp', change)) as { metadata?: object }).metadata;
    expect(metadata({ number: 1 })).toBeUndefined();
    expect(metadata({ number: 3 })).toEqual({ retry_attempt: 2, original_timestamp: 1_706_790_896_789 });
    expect(metadata({ isTest: true })).toEqual({ test: true });
  });
});

describe('workflow', () => {
  const handle = workflowHandler();

  it.each(PAYLOAD_CASES)('is taken by the handler of its document: %s', (_start, data) => {
    const request = render('workflow', { data, secrets: [WORKFLOW_SECRET] });
    const received = { headers: receivedHeaders(request), body: bodyOf(request) };
    expect(handle(received)).toBe(200);
    const forged = { ...received, headers: { 'x-webhook-signature': '0'.repeat(64) } };
    expect(handle(forged)).toBe(401);
  });

  it('has the headers and the payload of its document', () => {
    const request = render('workflow', { data: '{"id":"1"}', secrets: [WORKFLOW_SECRET] });
    expect(headersOf(request)).toMatchObject({
      'content-type': 'application/json',
      'X-Webhook-Event': 'job.completed',
      'X-Webhook-Timestamp': '1706790896789',
      'X-Webhook-Signature': expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
    expect(request.body.toString()).toBe(
      '{"event":"job.completed","timestamp":"2024-02-01T12:34:56.789Z","payload":{"id":"1"}}',
    );
  });
});

describe('optimizer', () => {
  it.each(PAYLOAD_CASES)('is verified by the code of its document: %s', (_start, data) => {
    const request = render('optimizer', { data, secrets: [SECRET] });
    const headers = headersOf(request);
    const received = {
      signature: headers['X-Webhook-Signature'] ?? '',
      timestamp: Number(headers['X-Webhook-Timestamp']),
    };
    expect(runOptimizerSample(bodyOf(request), SECRET, received)).toEqual({
      generated: received.signature,
      isValid: true,
    });
    const late = { ...received, timestamp: received.timestamp - 300_001 };
    expect(runOptimizerSample(bodyOf(request), SECRET, late).isValid).toBe(false);
  });

  it('has the headers and the fields of its document', () => {
    const request = render('optimizer', { data: '{"cost":0.05}', startedAt: 1_795_000_000_123 });
    expect(headersOf(request)).toEqual({
      'content-type': 'application/json',
      'user-agent': 'LLM-Auto-Optimizer-Webhook/1.0',
      'X-Webhook-Timestamp': '1795000000123',
      'X-Webhook-Event': 'job.completed',
    });
    expect(Object.keys(bodyOf(request) as object)).toEqual(['id', 'type', 'timestamp', 'data', 'metadata']);
  });
});

describe('taskflow', () => {
  const hasPython = isAtHand('python3', '--version');
  let folder: string;
  let verify: Verifier;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthorn-taskflow-'));
    // The document's function, called as its framework would; only what it reads from around it is given to it.
    const snippet = `${taskflowSnippet()}
import json, types

def verify(body, headers, secret):
    globals()["secret_token"] = secret
    if not verify_webhook(types.SimpleNamespace(headers=headers, body=body)):
        raise ValueError
    return json.loads(body)
`;
    if (hasPython) verify = await pythonVerifier(join(folder, 'python'), snippet);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  if (hasPython) {
    it('is verified by the code of its document, every payload', async () => {
      const requests = AWKWARD_PAYLOADS.map((data) => render('taskflow', { data, secrets: [SECRET] }));
      const cases = requests.map((request) => ({
        headers: headersOf(request),
        body: request.body,
        secret: SECRET,
      }));
      // 1e400 is infinite in Python, and equal to itself; a lone surrogate is one.
      expect(await verify(cases)).toEqual(AWKWARD_PAYLOADS.map(() => true));
      const forged = cases.map((one) => ({ ...one, secret: 'another' }));
      expect(await verify(forged)).toEqual(AWKWARD_PAYLOADS.map(() => false));
    });
  } else {
    it('python3 is missing here: the code of its document is NOT RUN', () => {
      expect(hasPython).toBe(false);
    });
  }

  it('has the headers and the payload of its document, and keeps the data as they were published', () => {
    const data = '{ "request_id": 123, "n": 1.0 }';
    const request = render('taskflow', { data, secrets: ['s'] });
    expect(Object.keys(headersOf(request))).toEqual([
      'content-type',
      'user-agent',
      'X-TaskFlow-Event',
      'X-TaskFlow-Delivery-ID',
      'X-TaskFlow-Signature',
    ]);
    expect(request.body.toString()).toBe(
      `{"type":"job.completed","request_id":123,"timestamp":"2024-02-01T12:34:56Z","payload":${data}}`,
    );
    expect(bodyOf(render('taskflow'))).toMatchObject({ request_id: null });
    expect(Object.keys(headersOf(render('taskflow')))).not.toContain('X-TaskFlow-Signature');
  });
});

describe('each of them', () => {
  it.each(['emp', 'optimizer', 'workflow', 'taskflow'] as const)(
    '%s signs with the secret before in a header of its own',
    (format) => {
      const both = headersOf(render(format, { secrets: ['new', 'old'], startedAt: 1_795_000_000_123 }));
      const old = headersOf(render(format, { secrets: ['old'], startedAt: 1_795_000_000_123 }));
      const [name = ''] = Object.keys(both).filter((header) => header.endsWith('-Signature'));
      expect(both[`${name}-Previous`]).toBe(old[name]);
      expect(both[name]).not.toBe(old[name]);
    },
  );
});
