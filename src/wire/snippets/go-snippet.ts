import { SECRET_VARIABLE, TOLERANCE_SECONDS, type SnippetPart, type SnippetPlan } from './snippet-plan.ts';

const BASE64_KEY = 'base64.RawStdEncoding.DecodeString(strings.TrimRight(secret, "="))';
const KEYS: Readonly<Record<SnippetPlan['keyForm'], string>> = {
  text: '[]byte(secret), error(nil)',
  whsec: BASE64_KEY.replace('secret', 'strings.TrimPrefix(secret, "whsec_")'),
  base64: BASE64_KEY,
  hex: 'hex.DecodeString(secret)',
};

/** A package for Go 1.18 and newer: the raw body, and `r.Header.Get`. */
export function goSnippet(plan: SnippetPlan): string {
  const { prefix, separator, previousHeader, value, encoding } = plan;
  const rest = prefix === null ? 'header' : 'header[len(prefix[0]):]';
  const digest =
    encoding === 'hex'
      ? 'hex.EncodeToString(mac.Sum(nil))'
      : 'base64.StdEncoding.EncodeToString(mac.Sum(nil))';
  const lines = [
    'package webhook',
    '',
    'import (',
    ...importsOf(plan).map((name) => `\t"${name}"`),
    ')',
    '',
    ...(prefix === null ? [] : [`var prefixOf = regexp.MustCompile(${quote(prefix.pattern)})`, '']),
    '// Verify takes the bytes as they came, before anything parses them, and r.Header.Get.',
    'func Verify(body []byte, get func(string) string) bool {',
    `\tsecret := os.Getenv("${SECRET_VARIABLE}")`,
    `\tkey, err := ${KEYS[plan.keyForm]}`,
    '\tif err != nil || len(key) == 0 {',
    '\t\treturn false',
    '\t}',
    `\theader := get(${quote(plan.header)})`,
    ...plan.headerVariables.map(({ variable, header }) => `\t${variable} := get(${quote(header)})`),
    ...prefixLines(prefix),
    ...timeLines(plan),
    `\tmac := hmac.New(${plan.hash}.New, key)`,
    ...write(plan.before),
    '\tmac.Write(body)',
    ...write(plan.after),
    `\texpected := ${around(value, digest)}`,
    `\tgiven := ${separator === null ? `[]string{${rest}}` : `strings.Split(${rest}, ${quote(separator)})`}`,
    ...(previousHeader === null
      ? []
      : [`\tgiven = append(given, get(${quote(previousHeader)})) // while secrets overlap`]),
    '\tfor _, text := range given {',
    '\t\tif hmac.Equal([]byte(text), []byte(expected)) {',
    '\t\t\treturn true',
    '\t\t}',
    '\t}',
    '\treturn false',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function importsOf({ hash, keyForm, encoding, prefix, separator, time }: SnippetPlan): string[] {
  const isBase64Key = keyForm === 'whsec' || keyForm === 'base64';
  const wanted: readonly (readonly [string, boolean])[] = [
    ['crypto/hmac', true],
    [`crypto/${hash}`, true],
    ['encoding/base64', isBase64Key || encoding === 'base64'],
    ['encoding/hex', keyForm === 'hex' || encoding === 'hex'],
    ['math', time !== null],
    ['os', true],
    ['regexp', prefix !== null],
    ['strconv', time !== null && time.unit !== 'iso'],
    ['strings', isBase64Key || separator !== null],
    ['time', time !== null],
  ];
  return wanted.flatMap(([name, isWanted]) => (isWanted ? [name] : []));
}

function prefixLines(prefix: SnippetPlan['prefix']): string[] {
  if (prefix === null) return [];
  return [
    '\tprefix := prefixOf.FindStringSubmatch(header)',
    '\tif prefix == nil {',
    '\t\treturn false',
    '\t}',
    ...(prefix.variable === null ? [] : [`\t${prefix.variable} := prefix[1]`]),
  ];
}

function timeLines({ time }: SnippetPlan): string[] {
  if (time === null) return [];
  const read =
    time.unit === 'iso'
      ? ['\tat, err := time.Parse(time.RFC3339, timestamp)']
      : ['\tnumber, err := strconv.ParseInt(timestamp, 10, 64)'];
  const at = { s: 'time.Unix(number, 0)', ms: 'time.UnixMilli(number)', iso: 'at' }[time.unit];
  return [
    ...read,
    `\tif err != nil || math.Abs(time.Since(${at}).Seconds()) > ${TOLERANCE_SECONDS} {`,
    '\t\treturn false',
    '\t}',
  ];
}

function write(parts: readonly SnippetPart[]): string[] {
  if (parts.length === 0) return [];
  const text = parts.map((part) => ('literal' in part ? quote(part.literal) : part.variable)).join(' + ');
  return [`\tmac.Write([]byte(${text}))`];
}

function around({ head, tail }: SnippetPlan['value'], signature: string): string {
  const pieces = [head === '' ? '' : quote(head), signature, tail === '' ? '' : quote(tail)];
  return pieces.filter((piece) => piece !== '').join(' + ');
}

/** Printable ASCII alone stands in templates, of which JSON and Go make the same. */
function quote(text: string): string {
  return JSON.stringify(text);
}
