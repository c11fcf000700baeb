import { statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root, whatever folder a command was called from. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

export const inProject = (path) => join(projectFolder, path);

/** When the file was last written, in ms; before everything else if there is none. */
export function writtenAtMs(path) {
  return statSync(inProject(path), { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

/** The last change below a file or folder, in ms; a folder's own time tells of removed and renamed files. */
async function changedAtMs(path) {
  const entry = await stat(path);
  const names = entry.isDirectory() ? await readdir(path) : [];
  const below = await Promise.all(
    names.filter((name) => !name.endsWith('.spec.ts')).map((name) => changedAtMs(join(path, name))),
  );
  return Math.max(entry.mtimeMs, ...below);
}

/** The last change of any of the inputs, in ms. Inputs that do not exist are passed over. */
export async function newestChangeMs(paths) {
  const existing = paths.filter((path) => writtenAtMs(path) !== -Infinity);
  return Math.max(...(await Promise.all(existing.map((path) => changedAtMs(inProject(path))))));
}
