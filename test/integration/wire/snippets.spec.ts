import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUILT_IN_FORMATS, FORMAT_NAMES } from '../../../src/wire/built-in-formats.ts';
import { completeFormat } from '../../../src/wire/complete-format.ts';
import { compileWireFormat } from '../../../src/wire/renderer.ts';
import { SNIPPET_LANGUAGES, snippetsFor } from '../../../src/wire/snippets/snippets.ts';
import type { WireFormat } from '../../../src/wire/wire-format.ts';
import {
  runGo,
  runNode,
  runPython,
  type RunSnippets,
  type SnippetTrial,
} from '../../support/snippet-runs.ts';
import { isAtHand, type ReceivedCase } from '../../support/snippet-verifiers.ts';
import { inputOf, receivedHeaders } from '../../support/wire-inputs.ts';

const BYTES = Buffer.from('0123456789abcdef0123456789abcdef');
const OTHER_BYTES = Buffer.alloc(32, 7);
const DATA = '{"order": 4711, "name": "Zoë"}';
/** By the clock of whoever verifies, and far from the 300 s that are allowed. */
const HOUR_MS = 3_600_000;

/** Beside the built-in ones, what only formats of tenants are. */
const OWN_FORMATS: readonly WireFormat[] = [
  completeFormat({
    name: 'own_sha512',
    headers: { 'X-Time': '{attempt.timestamp|ms}', 'X-Kind': '{event.type}' },
    signature: {
      algorithm: 'hmac-sha512',
      secret: 'base64',
      encoding: 'base64',
      header: 'X-Own-Signature',
      content: '{attempt.timestamp|ms}/{event.type}/{body}/end',
      value: "o'wn={signature};",
      separator: '|',
    },
  }),
  completeFormat({
    name: 'own_iso',
    headers: { 'X-Time': '{attempt.timestamp|iso}' },
    signature: {
      secret: 'hex',
      header: 'X-Own-Signature',
      prefix: 'v1/[',
      value: '{signature}',
      content: '{body}{attempt.timestamp|iso}',
    },
  }),
];
const FORMATS = [
  ...FORMAT_NAMES.map((name): WireFormat => BUILT_IN_FORMATS[name]).filter(
    ({ signature }) => signature !== null,
  ),
  ...OWN_FORMATS,
];

function secretFor({ signature }: WireFormat, bytes: Buffer): string {
  switch (signature?.secret) {
    case 'whsec':
      return `whsec_${bytes.toString('base64').replace(/=+$/, '')}`;
    case 'base64':
      return bytes.toString('base64');
    case 'hex':
      return bytes.toString('hex');
    default:
      return `a secret of words, ${bytes.toString('hex')}`;
  }
}

interface NamedCase extends ReceivedCase {
  readonly isTaken: boolean;
}

function casesOf(format: WireFormat): NamedCase[] {
  const [secret, older] = [secretFor(format, BYTES), secretFor(format, OTHER_BYTES)];
  const render = (secrets: readonly string[], ageMs = 0): Omit<ReceivedCase, 'secret'> => {
    const request = compileWireFormat(format)(
      inputOf({ data: DATA, secrets, startedAt: Date.now() - ageMs }),
    );
    return { headers: receivedHeaders(request), body: request.body };
  };
  const good = render([secret]);
  const header = format.signature?.header.toLowerCase() ?? '';
  const { [header]: _, ...unsigned } = good.headers;
  const isTimed = format.signature?.content.includes('attempt.timestamp') === true;
  return [
    { ...good, secret, isTaken: true },
    { ...render([secret, older]), secret, isTaken: true },
    { ...render([secret, older]), secret: older, isTaken: true },
    { ...good, secret: older, isTaken: false },
    { ...good, body: Buffer.concat([good.body, Buffer.from(' ')]), secret, isTaken: false },
    { ...good, headers: unsigned, secret, isTaken: false },
    { ...render([secret], HOUR_MS), secret, isTaken: !isTimed },
    { ...render([secret], -HOUR_MS), secret, isTaken: !isTimed },
  ];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'posthorn-snippets-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Node and Python are there wherever the tests run; Go where it is installed. */
const languages: readonly (readonly [string, RunSnippets])[] = [
  ['node', runNode],
  ['python', runPython],
  ...(isAtHand('go', 'version') ? [['go', runGo] as const] : []),
];

describe.each(languages)('the snippets in %s', (language, run) => {
  it('take what is signed and refuse all else', async () => {
    const cases = FORMATS.map((format) => ({ name: format.name, cases: casesOf(format) }));
    const trials = FORMATS.map((format, index): SnippetTrial => ({
      name: format.name,
      snippets: snippetsFor(format, format.signature?.algorithm ?? 'hmac-sha256'),
      cases: cases[index]?.cases ?? [],
    }));
    const verdicts = await run(path.join(folder, language), trials);
    const wanted = cases.map(({ name, cases: all }) => [name, all.map(({ isTaken }) => isTaken)]);
    expect(verdicts).toEqual(Object.fromEntries(wanted));
  }, 120_000);
});

describe('every snippet', () => {
  const all = FORMATS.flatMap((format) =>
    snippetsFor(format, format.signature?.algorithm ?? 'hmac-sha256').map(
      (snippet) => [format.name, snippet.language, snippet.code] as const,
    ),
  );

  it('is there in every language', () => {
    expect(all).toHaveLength(FORMATS.length * SNIPPET_LANGUAGES.length);
  });

  it.each(all)('of %s in %s is short and compares in constant time', (name, language, code) => {
    expect(code.split('\n').length).toBeLessThanOrEqual(60);
    expect(code).toMatch(/timingSafeEqual|compare_digest|hmac\.Equal|hash_equals/);
    expect(code).toContain('WEBHOOK_SECRET');
    const format = FORMATS.find((one) => one.name === name);
    // PHP cannot be run everywhere: it is made of the same plan as those that are.
    expect(code).toContain(
      language === 'node' || language === 'php'
        ? format?.signature?.header.toLowerCase()
        : format?.signature?.header,
    );
    const isTimed = format?.signature?.content.includes('attempt.timestamp') === true;
    expect(code.includes('300')).toBe(isTimed);
  });

  it('is left out for key pairs, and where a signed value is in no header', () => {
    expect(snippetsFor(BUILT_IN_FORMATS.standard, 'ed25519')).toEqual([]);
    const hidden = completeFormat({
      name: 'own',
      signature: { header: 'X-Own', content: '{webhook.id}{body}' },
    });
    expect(snippetsFor(hidden, 'hmac-sha256')).toEqual([]);
    expect(snippetsFor(BUILT_IN_FORMATS.slack, 'hmac-sha256')).toEqual([]);
  });
});
