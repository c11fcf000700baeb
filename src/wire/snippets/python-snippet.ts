import { SECRET_VARIABLE, TOLERANCE_SECONDS, type SnippetPart, type SnippetPlan } from './snippet-plan.ts';

const KEYS: Readonly<Record<SnippetPlan['keyForm'], string>> = {
  text: 'secret.encode()',
  // Python asks for the padding, and passes over what is too much of it.
  whsec: 'base64.b64decode(secret.removeprefix("whsec_") + "==")',
  base64: 'base64.b64decode(secret + "==")',
  hex: 'bytes.fromhex(secret)',
};
const SECONDS = {
  s: 'float(timestamp)',
  ms: 'float(timestamp) / 1000',
  iso: 'datetime.fromisoformat(timestamp.replace("Z", "+00:00")).timestamp()',
};

/** For Python 3.9 and newer and its own library: the raw body, and headers with a `get` that knows any case. */
export function pythonSnippet(plan: SnippetPlan): string {
  const { prefix, separator, previousHeader, value, encoding } = plan;
  const read = (header: string): string => `headers.get(${quote(header)}) or ""`;
  const rest = prefix === null ? 'header' : 'header[prefix.end():]';
  const digest = encoding === 'hex' ? 'digest.hex()' : 'base64.b64encode(digest).decode()';
  const lines = [
    ...importLines(plan),
    '',
    '',
    'def verify(body: bytes, headers) -> bool:  # body: the bytes as they came, before anything parses them',
    `    secret = os.environ["${SECRET_VARIABLE}"]`,
    '    if not secret:',
    `        raise ValueError("${SECRET_VARIABLE} is not set")`,
    `    header = ${read(plan.header)}`,
    ...plan.headerVariables.map(({ variable, header }) => `    ${variable} = ${read(header)}`),
    ...prefixLines(prefix),
    ...timeLines(plan),
    `    content = ${join(plan.before, plan.after)}`,
    `    digest = hmac.new(${KEYS[plan.keyForm]}, content, "${plan.hash}").digest()`,
    `    expected = ${around(value, digest)}`,
    `    given = ${separator === null ? `[${rest}]` : `${rest}.split(${quote(separator)})`}`,
    ...(previousHeader === null
      ? []
      : [`    given.append(${read(previousHeader)})  # while secrets overlap`]),
    '    return any([hmac.compare_digest(text.encode(), expected.encode()) for text in given])',
  ];
  return `${lines.join('\n')}\n`;
}

function importLines({ keyForm, encoding, prefix, time }: SnippetPlan): string[] {
  const isBase64 = encoding === 'base64' || keyForm === 'whsec' || keyForm === 'base64';
  return [
    ...(isBase64 ? ['import base64'] : []),
    'import hmac',
    'import os',
    ...(prefix === null ? [] : ['import re']),
    ...(time === null ? [] : ['import time']),
    ...(time?.unit === 'iso' ? ['from datetime import datetime'] : []),
  ];
}

function prefixLines(prefix: SnippetPlan['prefix']): string[] {
  if (prefix === null) return [];
  return [
    `    prefix = re.match(${quote(prefix.pattern)}, header)`,
    '    if prefix is None:',
    '        return False',
    ...(prefix.variable === null ? [] : [`    ${prefix.variable} = prefix[1]`]),
  ];
}

function timeLines({ time }: SnippetPlan): string[] {
  if (time === null) return [];
  return [
    '    try:',
    `        age = abs(time.time() - ${SECONDS[time.unit]})`,
    '    except ValueError:',
    '        return False',
    `    if not age <= ${TOLERANCE_SECONDS}:`,
    '        return False',
  ];
}

function join(before: readonly SnippetPart[], after: readonly SnippetPart[]): string {
  const text = (parts: readonly SnippetPart[]): string =>
    parts.map((part) => ('literal' in part ? quote(part.literal) : part.variable)).join(' + ');
  const bytes = (parts: readonly SnippetPart[]): string[] =>
    parts.length === 0 ? [] : [`(${text(parts)}).encode()`];
  return [...bytes(before), 'body', ...bytes(after)].join(' + ');
}

function around({ head, tail }: SnippetPlan['value'], signature: string): string {
  const pieces = [head === '' ? '' : quote(head), signature, tail === '' ? '' : quote(tail)];
  return pieces.filter((piece) => piece !== '').join(' + ');
}

/** Printable ASCII alone stands in templates, of which JSON and Python make the same. */
function quote(text: string): string {
  return JSON.stringify(text);
}
