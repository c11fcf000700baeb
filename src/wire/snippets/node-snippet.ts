import { SECRET_VARIABLE, TOLERANCE_SECONDS, type SnippetPart, type SnippetPlan } from './snippet-plan.ts';

const KEYS: Readonly<Record<SnippetPlan['keyForm'], string>> = {
  text: 'secret',
  whsec: "Buffer.from(secret.replace(/^whsec_/, ''), 'base64')",
  base64: "Buffer.from(secret, 'base64')",
  hex: "Buffer.from(secret, 'hex')",
};
const SECONDS = {
  s: 'Number(timestamp)',
  ms: 'Number(timestamp) / 1000',
  iso: 'Date.parse(timestamp) / 1000',
};

/** An ES module for Node 18 and newer: the raw body, and the headers as `node:http` has them. */
export function nodeSnippet(plan: SnippetPlan): string {
  const { prefix, separator, previousHeader, before, after, value, time } = plan;
  const read = (header: string): string => `headers[${quote(header.toLowerCase())}] ?? ''`;
  const rest = prefix === null ? 'header' : 'header.slice(prefix[0].length)';
  const given = separator === null ? `[${rest}]` : `${rest}.split(${quote(separator)})`;
  const lines = [
    "import { createHmac, timingSafeEqual } from 'node:crypto';",
    '',
    '// body: the bytes as they came, before anything parses them',
    'export function verify(body, headers) {',
    `  const secret = process.env.${SECRET_VARIABLE};`,
    `  if (!secret) throw new Error('${SECRET_VARIABLE} is not set');`,
    `  const header = ${read(plan.header)};`,
    ...plan.headerVariables.map(({ variable, header }) => `  const ${variable} = ${read(header)};`),
    ...prefixLines(prefix),
    ...(time === null
      ? []
      : [
          `  if (!(Math.abs(Date.now() / 1000 - ${SECONDS[time.unit]}) <= ${TOLERANCE_SECONDS})) return false;`,
        ]),
    `  const hmac = createHmac('${plan.hash}', ${KEYS[plan.keyForm]});`,
    ...(before.length === 0 ? [] : [`  hmac.update(${join(before)});`]),
    '  hmac.update(body);',
    ...(after.length === 0 ? [] : [`  hmac.update(${join(after)});`]),
    `  const expected = Buffer.from(${around(value, `hmac.digest('${plan.encoding}')`)});`,
    `  const given = ${given};`,
    ...(previousHeader === null ? [] : [`  given.push(${read(previousHeader)}); // while secrets overlap`]),
    '  return given.some((text) => {',
    '    const bytes = Buffer.from(text);',
    '    return bytes.length === expected.length && timingSafeEqual(bytes, expected);',
    '  });',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function prefixLines(prefix: SnippetPlan['prefix']): string[] {
  if (prefix === null) return [];
  return [
    `  const prefix = /${prefix.pattern}/.exec(header);`,
    '  if (prefix === null) return false;',
    ...(prefix.variable === null ? [] : [`  const ${prefix.variable} = prefix[1];`]),
  ];
}

function join(parts: readonly SnippetPart[]): string {
  return parts.map((part) => ('literal' in part ? quote(part.literal) : part.variable)).join(' + ');
}

function around({ head, tail }: SnippetPlan['value'], signature: string): string {
  const pieces = [head === '' ? '' : quote(head), signature, tail === '' ? '' : quote(tail)];
  return pieces.filter((piece) => piece !== '').join(' + ');
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
