import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inProject, projectFolder } from './project-files.ts';

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** Dependency-cruiser with the project's rules, in a process of its own, over the src/ of a folder. */
function cruiseSources(folder: string): Cruise {
  const program = inProject('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rules = inProject('.dependency-cruiser.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, '--config', rules, '--output-type', 'json', 'src', 'packages/client/src'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Cruise;
}

const violationsOf = (cruise: Cruise): string[] =>
  cruise.summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);

/** Files that each break one rule: what a file imports, and the rule. */
const CULPRITS: readonly (readonly [file: string, imported: string, rule: string])[] = [
  ['src/domain/a.ts', '../wire/good.ts', 'domain-imports-nothing'],
  ['src/domain/b.ts', 'pg', 'pure-folders-use-pure-packages'],
  ['src/domain/c.ts', 'node:fs', 'pure-folders-use-pure-node-modules'],
  ['src/wire/a.ts', '../engine/good.ts', 'wire-only-domain'],
  ['src/engine/publish/a.ts', '../../database/good.ts', 'engine-only-domain-and-wire'],
  ['src/engine/publish/b.ts', '@nestjs/common', 'engine-without-nest-or-prisma'],
  ['src/engine/publish/c.ts', 'undici', 'requests-leave-through-the-transport'],
  ['src/engine/publish/d.ts', 'prom-client', 'metrics-library-in-operations'],
  ['src/engine/publish/e.ts', 'ioredis', 'redis-in-ingest'],
  ['src/config/a.ts', '../http/good.ts', 'config-only-domain'],
  ['src/http/a.ts', '../events/good.ts', 'foundations-know-no-resource'],
  ['src/events/a.ts', '../webhooks/good.ts', 'resources-on-foundations'],
  ['src/events/b.ts', '../wire/good.ts', 'resources-on-foundations'],
  ['src/events/c.ts', '../database/generated/client.ts', 'prisma-client-in-repositories'],
  ['src/events/d.ts', 'prettier', 'no-development-packages-in-production'],
  ['src/webhooks/a.ts', '../events/good.ts', 'webhooks-on-foundations-and-wire'],
  ['src/dialects/emp/a.ts', '../../events/good.ts', 'adapters-through-services'],
  ['src/dialects/emp/b.ts', '../workflow/good.ts', 'dialects-apart'],
  ['src/dialects/a.ts', './emp/good.ts', 'what-dialects-share-knows-none'],
  ['src/probe/a.ts', '../dialects/a.ts', 'nobody-imports-a-dialect'],
  ['src/dispatcher/a.ts', '../events/good.ts', 'shells-know-no-resource'],
  ['src/operations/a.ts', '../app.module.ts', 'nobody-imports-the-root'],
  ['src/operations/b.ts', '../cli/good.ts', 'only-the-root-runs-commands'],
  ['src/operations/c.ts', '../../test/good.ts', 'sources-know-no-test'],
  ['packages/client/src/a.ts', '../../../src/events/good.ts', 'client-on-the-engine'],
  ['packages/client/src/b.ts', 'undici', 'client-installs-two-packages'],
  ['packages/client/src/c.ts', '../../../src/database/generated/client.ts', 'client-without-prisma'],
  ['src/operations/g.ts', '../../packages/client/src/good.ts', 'nobody-imports-the-client'],
  ['src/operations/d.ts', './nowhere.ts', 'imports-resolve'],
  ['src/operations/e.ts', './f.ts', 'no-circles'],
];

/** Imports that look like those above and are allowed. */
const INNOCENTS: readonly (readonly [file: string, imported: string])[] = [
  ['src/domain/good.ts', 'node:crypto'],
  ['src/wire/good.ts', '../domain/good.ts'],
  ['src/engine/good.ts', 'pg'],
  ['src/engine/transport/good.ts', 'undici'],
  ['src/database/good.ts', '../config/good.ts'],
  ['src/database/generated/client.ts', '@prisma/client'],
  ['src/events/good.ts', '../engine/good.ts'],
  ['src/events/good.repository.ts', '../database/generated/client.ts'],
  ['src/events/events.service.ts', './good.ts'],
  ['src/webhooks/good.ts', '../wire/good.ts'],
  ['src/dialects/emp/good.ts', '../../events/events.service.ts'],
  ['src/dialects/workflow/good.ts', '../dialect-good.ts'],
  ['src/dialects/dialect-good.ts', '../http/good.ts'],
  ['src/dialects/dialects.ts', './emp/good.ts'],
  ['src/config/good.ts', 'node:path'],
  ['src/http/good.ts', '../domain/good.ts'],
  // The other half of the circle, which is reported once.
  ['src/operations/f.ts', './e.ts'],
  ['src/operations/metrics/good.ts', 'prom-client'],
  ['src/cli/good.ts', '../app.module.ts'],
  ['packages/client/src/good.ts', '../../../src/engine/good.ts'],
  ['src/app.module.ts', './events/good.ts'],
  ['test/good.ts', 'node:path'],
];

function writeModule(folder: string, file: string, imported: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `import '${imported}';\nexport {};\n`);
}

describe('the import rules', () => {
  it('hold for the sources, circles included', () => {
    const cruise = cruiseSources(projectFolder);
    const sources = cruise.modules.map((module) => module.source);
    expect(sources).toContain('src/config/load-settings.ts');
    expect(sources).toContain('packages/client/src/webhook-client.ts');
    expect(violationsOf(cruise)).toEqual([]);
  });
});

describe('each import rule', () => {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-imports-'));

  beforeAll(() => {
    copyFileSync(inProject('tsconfig.json'), join(folder, 'tsconfig.json'));
    copyFileSync(inProject('package.json'), join(folder, 'package.json'));
    symlinkSync(inProject('node_modules'), join(folder, 'node_modules'), 'dir');
    for (const [file, imported] of [...CULPRITS, ...INNOCENTS]) writeModule(folder, file, imported);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds the file that breaks it, and no other', () => {
    const expected = CULPRITS.map(([file, , rule]) => `${file}: ${rule}`).sort();
    expect(violationsOf(cruiseSources(folder)).sort()).toEqual(expected);
  });
});

describe('the drawn graph', () => {
  const drawn = readFileSync(inProject('docs/architecture.md'), 'utf8');
  const edges = [...drawn.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from = '', to = '']) => ({
    from,
    to,
  }));

  it('has no circle between folders', () => {
    expect(edges.length).toBeGreaterThan(0);
    let remaining = edges;
    let isShrinking = true;
    // A folder that nobody drawn imports is in no circle; when only circles are left, none is such a folder.
    while (isShrinking) {
      const imported = new Set(remaining.map((edge) => edge.to));
      const next = remaining.filter((edge) => imported.has(edge.from));
      isShrinking = next.length < remaining.length;
      remaining = next;
    }
    expect(remaining).toEqual([]);
  });
});
