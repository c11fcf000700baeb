import { SECRET_VARIABLE, TOLERANCE_SECONDS, type SnippetPart, type SnippetPlan } from './snippet-plan.ts';

const KEYS: Readonly<Record<SnippetPlan['keyForm'], string>> = {
  text: '$secret',
  whsec: "base64_decode(preg_replace('/^whsec_/', '', $secret))",
  base64: 'base64_decode($secret)',
  hex: 'hex2bin($secret)',
};
const SECONDS = {
  s: '(int) $timestamp',
  ms: 'intdiv((int) $timestamp, 1000)',
  iso: '(int) strtotime($timestamp)',
};

/** For PHP 7.4 and newer: `file_get_contents('php://input')`, and `array_change_key_case(getallheaders())`. */
export function phpSnippet(plan: SnippetPlan): string {
  const { prefix, separator, previousHeader, value, time, hash, encoding } = plan;
  const read = (header: string): string => `$headers[${quote(header.toLowerCase())}] ?? ''`;
  const rest = prefix === null ? '$header' : 'substr($header, strlen($prefix[0]))';
  const digest =
    encoding === 'hex'
      ? `hash_hmac('${hash}', $content, $key)`
      : `base64_encode(hash_hmac('${hash}', $content, $key, true))`;
  const lines = [
    '<?php',
    '',
    "// $body: file_get_contents('php://input'); $headers: array_change_key_case(getallheaders())",
    'function verify(string $body, array $headers): bool',
    '{',
    `    $secret = (string) getenv('${SECRET_VARIABLE}');`,
    `    $key = ${KEYS[plan.keyForm]};`,
    "    if ($secret === '' || !$key) {",
    `        throw new RuntimeException('${SECRET_VARIABLE} is not set');`,
    '    }',
    `    $header = ${read(plan.header)};`,
    ...plan.headerVariables.map(({ variable, header }) => `    $${variable} = ${read(header)};`),
    ...prefixLines(prefix),
    ...(time === null
      ? []
      : [
          `    if (abs(time() - ${SECONDS[time.unit]}) > ${TOLERANCE_SECONDS}) {`,
          '        return false;',
          '    }',
        ]),
    `    $content = ${join([...plan.before, { variable: 'body' }, ...plan.after])};`,
    `    $expected = ${around(value, digest)};`,
    `    $given = ${separator === null ? `[${rest}]` : `explode(${quote(separator)}, ${rest})`};`,
    ...(previousHeader === null ? [] : [`    $given[] = ${read(previousHeader)}; // while secrets overlap`]),
    '    foreach ($given as $text) {',
    '        if (hash_equals($expected, $text)) {',
    '            return true;',
    '        }',
    '    }',
    '    return false;',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function prefixLines(prefix: SnippetPlan['prefix']): string[] {
  if (prefix === null) return [];
  return [
    `    if (!preg_match(${quote(`/${prefix.pattern}/`)}, $header, $prefix)) {`,
    '        return false;',
    '    }',
    ...(prefix.variable === null ? [] : [`    $${prefix.variable} = $prefix[1];`]),
  ];
}

function join(parts: readonly SnippetPart[]): string {
  return parts.map((part) => ('literal' in part ? quote(part.literal) : `$${part.variable}`)).join(' . ');
}

function around({ head, tail }: SnippetPlan['value'], signature: string): string {
  const pieces = [head === '' ? '' : quote(head), signature, tail === '' ? '' : quote(tail)];
  return pieces.filter((piece) => piece !== '').join(' . ');
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
