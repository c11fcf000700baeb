import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inProject } from '../project.mjs';

/** Of a declaration: `from './x.ts'` or `import('./x.ts')`. */
const RELATIVE = /(from |import\()(['"])(\.{1,2}\/[^'"]+?)\.(?:js|ts)\2/g;

/** The declarations that the face leads to, by their paths; they must all be the package's own. */
function reachable(folder, face) {
  const found = new Map();
  const follow = (path) => {
    if (found.has(path)) return;
    if (dirname(path) !== folder) throw new Error(`The face of the client leads out of its types: ${path}`);
    const text = readFileSync(`${path}.d.ts`, 'utf8');
    found.set(path, text);
    for (const [, , , specifier] of text.matchAll(RELATIVE)) follow(join(dirname(path), specifier));
  };
  follow(join(folder, face));
  return found;
}

/** Writes the types of the package's face beside both builds, each with the endings that its readers look for. */
export function writeDeclarations({ from, face, esm, cjs }) {
  for (const [path, text] of reachable(inProject(from), face)) {
    const name = basename(path);
    writeFileSync(inProject(`${esm}/${name}.d.ts`), text.replaceAll(RELATIVE, '$1$2$3.js$2'));
    writeFileSync(inProject(`${cjs}/${name}.d.cts`), text.replaceAll(RELATIVE, '$1$2$3.cjs$2'));
  }
}
