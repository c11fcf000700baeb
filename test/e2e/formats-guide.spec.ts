import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUILT_IN_FORMATS, FORMAT_NAMES, type FormatName } from '../../src/wire/built-in-formats.ts';
import { completeFormat } from '../../src/wire/complete-format.ts';
import { PLACEHOLDER_NAMES } from '../../src/wire/placeholders.ts';
import { signatureHeaderNames } from '../../src/wire/signature.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/formats.md');

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

const run = async (name: string): Promise<unknown[]> =>
  await runRequests(guide.block(name).replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`));
const preview = async (document: object, more: object = {}): Promise<{ headers: object; body: string }> => {
  const answer = await app.post('/api/formats/preview', { document, ...more });
  expect(answer.status).toBe(200);
  return answer.body as { headers: object; body: string };
};
const block = (name: string): unknown => JSON.parse(guide.block(name));

describe('the document of the wire formats', () => {
  it('makes a format, gives it to a webhook, and shows what it sends', async () => {
    const [format, webhook] = await run('create');
    expect(format).toMatchObject({ name: 'slack-jobs', version: 1 });
    expect(webhook).toMatchObject({ format: 'slack-jobs', signature: 'none' });
    expect(await run('preview')).toEqual([asShown(block('previewed'))]);
  });

  it('has a choice that does as it says', async () => {
    const body = block('choices');
    const parsed = async (more: object): Promise<unknown> => JSON.parse((await preview({ body }, more)).body);
    const id = expect.stringMatching(/^evt_/) as unknown;
    expect(await parsed({ data: { user: 'u' } })).toEqual({ id, user: 'u' });
    expect(await parsed({ data: {}, attempt_number: 2 })).toEqual({ id, user: 'nobody', attempt: 2 });
  });

  it('has a signature that signs', async () => {
    const { headers } = await preview({ signature: block('signature') }, { secret: 's' });
    expect(headers).toMatchObject({
      'X-Shop-Signature': expect.stringMatching(/^t=\d{10},v1=[0-9a-f]{64}$/) as unknown,
    });
  });

  it('tells the headers and the fields of every built-in format', () => {
    const rows = guide.table('Format');
    expect(rows.map(([name]) => name)).toEqual(FORMAT_NAMES.map((name) => `\`${name}\``));
    for (const [name = '', headers = '', signature = '', body = ''] of rows) {
      const format = BUILT_IN_FORMATS[name.slice(1, -1) as FormatName];
      for (const header of Object.keys(format.headers)) expect(headers).toContain(`\`${header}\``);
      const [signed = 'none'] = format.signature === null ? [] : signatureHeaderNames(format.signature);
      expect(signature).toContain(signed);
      expect(signature.includes('was given')).toBe(format.signature?.optional === true);
      for (const field of typeof format.body === 'string' ? [] : Object.keys(format.body as object)) {
        expect(body).toContain(`\`${field}\``);
      }
    }
  });

  it('tells the default of every field, and every placeholder', () => {
    const { name: _name, ...defaults } = completeFormat({ name: 'test' });
    const told = guide
      .table('Field')
      .map(([field = '', value = '']) => [field.slice(1, -1), value.replaceAll('`', '')]);
    const shown = Object.entries(defaults).map(([field, value]) => [
      field,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    expect(told).toEqual(shown);
    const cells = guide
      .table('Placeholder')
      .map(([cell = '']) => cell.replaceAll('\\|', '|'))
      .join(' ');
    for (const placeholder of PLACEHOLDER_NAMES) {
      const [base = '', filter = ''] = placeholder.split('|');
      expect([placeholder, cells.includes(`{${base}`)]).toEqual([placeholder, true]);
      expect(cells).toContain(filter);
    }
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
