import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { licenceTexts } from '../client/bundled-licences.mjs';
import { inProject, newestChangeMs, writtenAtMs } from '../project.mjs';

const SOURCES = 'web';
const OUTPUT = 'dist/web';
/** Written after a build that succeeded. */
const STAMP = `${OUTPUT}/.built`;
const INPUTS = ['src', 'index.html', 'vite.config.ts', 'package.json'].map((name) => `${SOURCES}/${name}`);

/** Whether what is there is of the sources as they are. */
export async function isConsoleBuilt() {
  return writtenAtMs(STAMP) >= (await newestChangeMs([...INPUTS, 'package-lock.json']));
}

/** Keeps which modules are in the bundle, for their licences. */
function noteModules(modules) {
  return {
    name: 'note-modules',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        Object.keys(chunk.modules ?? {}).forEach((id) => modules.add(id));
    },
  };
}

/** So small once, that no request has to be answered by compressing. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, best));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  }
}

/** Builds the console into dist/web, as it is served. Gives the exit code. */
export async function buildConsole() {
  const modules = new Set();
  // Of another environment, such as that of a test run, React would be built for its own developers.
  process.env.NODE_ENV = 'production';
  try {
    await build({
      root: inProject(SOURCES),
      configFile: inProject(`${SOURCES}/vite.config.ts`),
      logLevel: 'warn',
      plugins: [noteModules(modules)],
    });
  } catch (error) {
    console.error(error);
    return 1;
  }
  compress(inProject(`${OUTPUT}/assets`));
  writeFileSync(inProject(`${OUTPUT}/THIRD-PARTY-LICENSES.md`), licenceTexts([...modules]));
  writeFileSync(inProject(STAMP), '');
  return 0;
}
