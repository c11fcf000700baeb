const MARK = /^<!-- run: ([\w-]+) -->$/;
const FENCE = /^\s*```(.*)$/;

/** A fenced code block of a document. */
export interface CodeBlock {
  readonly language: string;
  /** Of the `<!-- run: name -->` right before it, by which a test finds it; null where there is none. */
  readonly name: string | null;
  readonly code: string;
  /** Of its first fence, from 1. */
  readonly line: number;
}

/** All of a document, in order. */
export function codeBlocksOf(text: string): CodeBlock[] {
  const lines = text.split('\n');
  const blocks: CodeBlock[] = [];
  let before = '';
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const language = FENCE.exec(line)?.[1];
    if (language === undefined) {
      if (line.trim() !== '') before = line;
      continue;
    }
    const end = lines.findIndex((other, place) => place > index && FENCE.exec(other)?.[1] === '');
    if (end === -1) throw new Error(`The code block of line ${index + 1} has no end.`);
    const code = lines.slice(index + 1, end).join('\n') + '\n';
    blocks.push({ language, name: MARK.exec(before)?.[1] ?? null, code, line: index + 1 });
    before = '';
    index = end;
  }
  return blocks;
}
