import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

export const inProject = (path: string): string => join(projectFolder, path);

/** Not written by anyone here. */
const FOREIGN = /(^|\/)(node_modules|dist|coverage|generated|\.git|\.posthorn[^/]*)(\/|$)/;

/** All files and folders below a folder of the project, by their path in it, with `/` on every system. */
export function listEntries(folder: string): { path: string; isFile: boolean }[] {
  return readdirSync(inProject(folder), { withFileTypes: true })
    .map((entry) => ({ entry, path: folder === '.' ? entry.name : `${folder}/${entry.name}` }))
    .filter(({ path }) => !FOREIGN.test(path))
    .flatMap(({ entry, path }) => [
      { path, isFile: entry.isFile() },
      ...(entry.isDirectory() ? listEntries(path) : []),
    ]);
}

export function listFiles(folder: string, name: RegExp): string[] {
  return listEntries(folder)
    .filter((entry) => entry.isFile && name.test(entry.path))
    .map((entry) => entry.path);
}
