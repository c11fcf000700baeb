import type { SignatureKind } from '../../domain/webhook-secrets.ts';
import type { WireFormat } from '../wire-format.ts';
import { goSnippet } from './go-snippet.ts';
import { nodeSnippet } from './node-snippet.ts';
import { phpSnippet } from './php-snippet.ts';
import { pythonSnippet } from './python-snippet.ts';
import { planSnippet, type SnippetPlan } from './snippet-plan.ts';

export const SNIPPET_LANGUAGES = ['node', 'python', 'go', 'php'] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

/** A function `verify` that tells whether a request is the webhook's own. */
export interface Snippet {
  readonly language: SnippetLanguage;
  /** What its file is called where it is put beside others. */
  readonly file_name: string;
  readonly code: string;
}

const WRITERS: Readonly<Record<SnippetLanguage, (plan: SnippetPlan) => string>> = {
  node: nodeSnippet,
  python: pythonSnippet,
  go: goSnippet,
  php: phpSnippet,
};
const FILE_NAMES: Readonly<Record<SnippetLanguage, string>> = {
  node: 'verify.mjs',
  python: 'verify.py',
  go: 'verify.go',
  php: 'verify.php',
};

/**
 * Verification code for requests of a format: each compares in constant time, holds the time that is signed to 300 s, and reads
 * the secret from the environment. Empty for what no snippet can show: key pairs, and formats that sign otherwise than
 * by a header and the body.
 */
export function snippetsFor(format: WireFormat, algorithm: SignatureKind): readonly Snippet[] {
  const plan = planSnippet(format, algorithm);
  if (plan === null) return [];
  return SNIPPET_LANGUAGES.map((language) => ({
    language,
    file_name: FILE_NAMES[language],
    code: WRITERS[language](plan),
  }));
}
