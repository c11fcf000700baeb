import type { ImportLine, ImportReport } from './import-webhooks.ts';

const WORDS = {
  made: 'make',
  changed: 'change',
  same: 'same',
  refused: 'refuse',
} as const satisfies Record<ImportLine['kind'], string>;
const KINDS = Object.keys(WORDS) as ImportLine['kind'][];
const WORD_WIDTH = Math.max(...Object.values(WORDS).map(({ length }) => length));

export interface ImportText {
  readonly text: string;
  readonly isRefused: boolean;
}

/** One line a webhook, and the sum. Neither secrets nor values of headers stand in it. */
export function describeImport({ lines, isKept }: ImportReport, isDryRun: boolean): ImportText {
  const counts = KINDS.map((kind) => `${lines.filter((line) => line.kind === kind).length} ${kind}`);
  const end = isKept ? '' : isDryRun ? ' (dry run: nothing was written)' : ' (nothing was written)';
  return {
    text: [...lines.map(describe), `${counts.join(', ')}${end}`].join('\n'),
    isRefused: lines.some(({ kind }) => kind === 'refused'),
  };
}

function describe({ kind, oldId, details }: ImportLine): string {
  const id = oldId === '' ? '(no id)' : oldId;
  const end = details.length === 0 ? '' : `  ${details.join(kind === 'refused' ? '; ' : ', ')}`;
  return `${WORDS[kind].padEnd(WORD_WIDTH)}  ${id}${end}`;
}
