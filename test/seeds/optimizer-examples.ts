import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { codeBlocksOf } from '../support/code-blocks.ts';

/** The optimizer's document, as it was written. */
export const DOCUMENT = readFileSync(new URL('documents/optimizer.txt', import.meta.url), 'utf8');

/** Of the document's own source tree; here it is the package. */
const IMPORT = /^import \{ (.+) \} from '\.\/integrations\/webhooks';$/m;
/** What touches the store answers with a promise here: the one word that the document's code lacks. */
const STORED =
  /(?<!await )\b((?:client|queue)\.(?:registerTarget|start|getDelivery|getStatistics|enqueue|dequeue|complete|moveToDeadLetter|retryDeadLetter|purgeDeadLetter)\()/g;
/** A callback that awaits says so. */
const CALLBACK = /(\(\) => \{|\(req, res\) => \{)/g;

/** A code block of the document, ready to run. */
export interface Example {
  /** What it imports. */
  readonly imports: readonly string[];
  /** As written, but for `await`, the host, and the one line that is not TypeScript. */
  readonly typescript: string;
  /** The same without its types. */
  readonly javascript: string;
}

/** @param words of the one block that is meant; @param url in the place of the host that the document makes up */
export function example(url: string, ...words: readonly string[]): Example {
  const [block, ...others] = codeBlocksOf(DOCUMENT).filter(({ code }) =>
    words.every((word) => code.includes(word)),
  );
  if (block === undefined || others.length > 0)
    throw new Error(`There is not one block of ${words.join(', ')}.`);
  const imports = IMPORT.exec(block.code)?.[1]?.split(', ') ?? [];
  const typescript = block.code
    .replace(IMPORT, '')
    .replaceAll('https://api.example.com/webhook', url)
    .replace('priority: 10', '10')
    .replaceAll(CALLBACK, 'async $1')
    .replaceAll(STORED, 'await $1');
  return { imports, typescript, javascript: withoutTypes(typescript) };
}

function withoutTypes(code: string): string {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  return outputText.replace(/^export \{\};$/m, '');
}

type Scope = Readonly<Record<string, unknown>>;

/**
 * Runs an example.
 * @param library what it imports from
 * @param scope what it uses and does not define
 * @param names of what it defines, which is answered
 */
export async function runExample(
  { imports, javascript }: Example,
  library: object,
  scope: Scope,
  names: readonly string[],
): Promise<Record<string, unknown>> {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the document's code is what is tested
  const run = new Function(
    'library',
    ...Object.keys(scope),
    `return (async () => { const { ${imports.join(', ')} } = library;\n${javascript}\nreturn { ${names.join(', ')} }; })();`,
  ) as (library: object, ...values: unknown[]) => Promise<Record<string, unknown>>;
  return await run(library, ...Object.values(scope));
}
