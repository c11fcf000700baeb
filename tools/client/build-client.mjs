import { copyFileSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { inProject } from '../project.mjs';
import { runNode } from '../run-node.mjs';
import { licenceTexts } from './bundled-licences.mjs';
import { writeDeclarations } from './declarations.mjs';

const PACKAGE = 'packages/client';
const FACE = 'posthorn-client';
const DECLARATIONS = `${PACKAGE}/dist/declarations`;
/** What is installed beside the package; all else that the engine imports goes into it. */
const EXTERNAL = [/^node:/, 'pg', 'undici'];

const OUTPUTS = [
  { format: 'esm', dir: `${PACKAGE}/dist/esm`, entryFileNames: '[name].js' },
  { format: 'cjs', dir: `${PACKAGE}/dist/cjs`, entryFileNames: '[name].cjs' },
];

/** Two bundles, of the engine and the face together. @returns the modules that are in them */
async function bundle() {
  const build = await rolldown({
    input: { [FACE]: inProject(`${PACKAGE}/src/${FACE}.ts`) },
    platform: 'node',
    external: EXTERNAL,
    tsconfig: inProject('tsconfig.json'),
    treeshake: { moduleSideEffects: false },
    onLog: (_level, log, defaultHandler) => defaultHandler('error', log),
  });
  const modules = new Set();
  try {
    for (const output of OUTPUTS) {
      const { output: chunks } = await build.write({ ...output, dir: inProject(output.dir) });
      for (const chunk of chunks) Object.keys(chunk.modules ?? {}).forEach((id) => modules.add(id));
    }
  } finally {
    await build.close();
  }
  return [...modules];
}

/**
 * Builds `posthorn-client` as it is published: both bundles with their types, and beside them the migrations, where the
 * sources that read them look (`../../prisma` of a module two folders below the package's). Gives the exit code.
 */
export async function buildClient() {
  for (const path of ['dist', 'prisma'])
    rmSync(inProject(`${PACKAGE}/${path}`), { recursive: true, force: true });
  const declared = await runNode(['node_modules/typescript/bin/tsc', '-p', `${PACKAGE}/tsconfig.json`]);
  if (declared !== 0) return declared;
  const modules = await bundle();
  const [esm, cjs] = OUTPUTS.map(({ dir }) => dir);
  writeDeclarations({ from: `${DECLARATIONS}/${PACKAGE}/src`, face: FACE, esm, cjs });
  rmSync(inProject(DECLARATIONS), { recursive: true });
  writeFileSync(inProject(`${PACKAGE}/dist/THIRD-PARTY-LICENSES.md`), licenceTexts(modules));
  cpSync(inProject('prisma/migrations'), inProject(`${PACKAGE}/prisma/migrations`), { recursive: true });
  copyFileSync(inProject('LICENSE'), inProject(`${PACKAGE}/LICENSE`));
  return 0;
}
