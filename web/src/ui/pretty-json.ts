const STEP = '  ';
const OPENING = '{[';
const CLOSING = '}]';

/**
 * JSON laid out, with its own texts: keys that repeat, numbers of any length and escapes stay as they were sent, which they
 * would not if it were parsed and written again. What is no JSON comes back as it is.
 */
export function prettyJson(text: string): string {
  if (!isJson(text)) return text;
  let [shown, depth, isWithinString] = ['', 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (isWithinString) {
      shown += character;
      if (character === '\\') shown += text.charAt((index += 1));
      else isWithinString = character !== '"';
      continue;
    }
    if (/\s/.test(character)) continue;
    if (CLOSING.includes(character)) {
      depth -= 1;
      const isEmpty = OPENING.includes(shown.trimEnd().at(-1) ?? ' ') && shown.endsWith(newLine(depth + 1));
      shown = isEmpty ? shown.trimEnd() : shown + newLine(depth);
    }
    shown += character;
    isWithinString = character === '"';
    if (OPENING.includes(character)) shown += newLine((depth += 1));
    if (character === ',') shown += newLine(depth);
    if (character === ':') shown += ' ';
  }
  return shown;
}

function newLine(depth: number): string {
  return `\n${STEP.repeat(depth)}`;
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
