const STEP = '  ';

/** A string, a bracket of either kind, a comma, a colon, or anything else that stands by itself; blanks between are passed over. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON laid out, with its own texts: keys that repeat, numbers of any length and escapes stay as they were sent, which they
 * would not if it were parsed and written again. What is no JSON comes back as it is.
 */
export function prettyJson(text: string): string {
  if (!isJson(text)) return text;
  let depth = 0;
  let before = '';
  let shown = '';
  for (const [token] of text.matchAll(TOKENS)) {
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    const isAfterOpening = before === '{' || before === '[';
    // What is empty stays on one line.
    if (isClosing ? !isAfterOpening : isAfterOpening || before === ',') shown += `\n${STEP.repeat(depth)}`;
    shown += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    before = token;
  }
  return shown;
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
