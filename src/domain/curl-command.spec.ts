import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { toCurlCommand, type CurlRequest } from './curl-command.ts';

const execute = promisify(execFile);

/** What a shell makes of the command: the arguments that curl is given. */
async function argumentsOf(request: CurlRequest): Promise<string[]> {
  const listing = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n`;
  const { stdout } = await execute('/bin/sh', ['-c', listing + toCurlCommand(request)]);
  return stdout.split('\0').slice(0, -1);
}

describe('the command', () => {
  it('has a line for each header, and the body at its end', () => {
    const headers = [
      ['content-type', 'application/json'],
      ['x-token', '***'],
    ] as const;
    expect(toCurlCommand({ url: 'https://example.com/', headers, body: '{"a":1}' })).toBe(
      [
        "curl --globoff 'https://example.com/'",
        "--header 'content-type: application/json'",
        "--header 'x-token: ***'",
        `--data-raw '{"a":1}'`,
      ].join(' \\\n  '),
    );
  });

  it.each([
    "it's",
    "'; touch /tmp/taken; '",
    '$(id) `id` ${HOME} \\ " ! * ?',
    'two\nlines\r\nand\ttabs',
    '@/etc/passwd',
    '-o /tmp/taken',
    'ünïcödé 🎉',
  ])('gives curl the text as it is: %j', async (text) => {
    const request = {
      url: `https://example.com/?q=${text}`,
      headers: [['x-text', text]],
      body: text,
    } as const;
    expect(await argumentsOf(request)).toEqual([
      '--globoff',
      request.url,
      '--header',
      `x-text: ${text}`,
      '--data-raw',
      text,
    ]);
  });

  it('sends a header without a value', () => {
    expect(toCurlCommand({ url: 'https://a/', headers: [['x-empty', '']], body: '' })).toContain(
      "'x-empty;'",
    );
  });

  it('reads a body from a file where it has none', () => {
    const command = toCurlCommand({ url: 'https://a/', headers: [], body: null });
    expect(command).toMatch(/--data-binary @body\.json$/);
  });
});
