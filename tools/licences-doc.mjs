import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { keepUpToDate } from './generated-file.mjs';
import { inProject } from './project.mjs';

const PATH = 'docs/licences.md';

/** What Posthorn, under Apache-2.0, may be handed on together with: each asks for no more than to be named. */
const ALLOWED = [
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'PostgreSQL'],
  ...['Python-2.0', 'Unlicense'],
];

const INTRODUCTION = `# Licences

Generated from \`package-lock.json\` by \`node tools/licences-doc.mjs\`; do not edit by hand. These are all packages that
production runs: those of the image, and the PostgreSQL of each platform for the embedded start. A package under a licence
that is not known here to fit Apache-2.0 fails \`npm run check\`. The packages of PostgreSQL hold its server, which is under
the PostgreSQL Licence. What the pages of the console are made of stands beside them, in \`dist/web/THIRD-PARTY-LICENSES.md\`.
`;

const readJson = (path) => JSON.parse(readFileSync(inProject(path), 'utf8'));

/** Some packages name their licences in a form that npm has given up, and the lock file leaves out. */
function licenceOf(path, { license }) {
  if (license !== undefined) return license;
  const { licenses = [] } = readJson(`${path}/package.json`);
  return licenses.map(({ type }) => type).join(' OR ');
}

/** Those that are there for development too, if at all, are installed because development needs them. */
const packages = Object.entries(readJson('package-lock.json').packages)
  // Our own packages stand in the lock file as folders, and as links to them.
  .filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true)
  .filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true)
  .map(([path, entry]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: entry.version,
    licence: licenceOf(path, entry),
  }))
  .sort((left, right) => (`${left.name}@${left.version}` < `${right.name}@${right.version}` ? -1 : 1));

const refused = packages.filter(({ licence }) => !ALLOWED.includes(licence));
for (const { name, version, licence } of refused) {
  console.error(`${name}@${version} is under "${licence}", which tools/licences-doc.mjs does not allow.`);
}
if (refused.length > 0) process.exitCode = 1;

const lines = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
const rows = [...new Set(lines)]; // the same version may be there twice
const counts = ALLOWED.map((licence) => [licence, packages.filter((each) => each.licence === licence).length])
  .filter(([, count]) => count > 0)
  .map(([licence, count]) => `${licence}: ${count}`);
const text = [
  INTRODUCTION,
  `${counts.join(', ')}.\n`,
  ['| Package | Version | Licence |', '| --- | --- | --- |', ...rows].join('\n'),
].join('\n');

const layout = await resolveConfig(inProject(PATH));
keepUpToDate(PATH, await format(text, { ...layout, parser: 'markdown' }), 'node tools/licences-doc.mjs');
