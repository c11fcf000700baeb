import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../project.mjs';

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /licen[cs]e/i;

const INTRODUCTION =
  'This package contains code of the following packages, under the licences that follow them.\n';

/**
 * What the licences of bundled packages ask for: their texts go along.
 * @param moduleIds paths of all modules in a bundle
 */
export function licenceTexts(moduleIds) {
  const folders = new Set(moduleIds.flatMap((id) => PACKAGE.exec(id)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry));
    if (file === undefined)
      throw new Error(`${folder.slice(projectFolder.length)} has no text of its licence.`);
    return `\n## ${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  return INTRODUCTION + texts.join('');
}
