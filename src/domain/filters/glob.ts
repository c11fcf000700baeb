/** A text that a pattern is asked of is shorter: ids and names are, and nothing else is worth the time. */
export const GLOB_TEXT_CHARACTERS_MAX = 1_024;

/**
 * Compiles a pattern in which `*` stands for any characters, none too, and every other character for itself. The time is
 * bounded by the lengths of pattern and text; a text that is longer than the bound matches nothing.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (text) => text === pattern;
  const middles = rest.filter((part) => part !== '');
  return (text) => {
    const end = text.length - tail.length;
    if (text.length > GLOB_TEXT_CHARACTERS_MAX || end < head.length) return false;
    if (!text.startsWith(head) || !text.endsWith(tail)) return false;
    let at = head.length;
    for (const part of middles) {
      // The first place is as good as any later one: whatever follows has more room behind it.
      const found = text.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
