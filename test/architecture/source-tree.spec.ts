import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inProject, listEntries, listFiles } from './project-files.ts';

const FOLDERS = ['src', 'packages/client/src', 'web/src', 'test', 'tools'];

const entries = FOLDERS.flatMap((folder) => listEntries(folder));
const paths = entries.map((entry) => entry.path);

/** A name without its endings: `x.spec.ts` → `x`. */
const stem = (path: string): string => basename(path).replace(/\..*$/, '');

describe('the source tree', () => {
  it('is found', () => {
    expect(paths).toContain('src/config/load-settings.ts');
    expect(paths).toContain('test/architecture/source-tree.spec.ts');
  });

  it('has no name that says nothing: what is in a drawer called utils could be anywhere', () => {
    const drawer = /^(.*-)?(utils?|commons?|helpers?|misc|manager|impl)$/i;
    expect(paths.filter((path) => drawer.test(stem(path)))).toEqual([]);
  });

  it('has no barrels: they turn a folder into one module, and its imports into circles', () => {
    expect(paths.filter((path) => stem(path) === 'index')).toEqual([]);
  });

  it('is named in kebab-case, with dots only before what kind of file it is', () => {
    const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
    expect(paths.filter((path) => !kebab.test(basename(path)))).toEqual([]);
  });
});

describe('the tests', () => {
  it('all run: none is focused, skipped or promised', () => {
    const held =
      /\b(?:describe|it|test)(?:\.\w+)*\.(?:only|skip|todo|failing)\b|\b(?:fdescribe|fit|xdescribe|xit|xtest)\(/;
    const specs = ['src', 'web/src', 'test'].flatMap((folder) => listFiles(folder, /\.spec\.ts$/));
    expect(specs.length).toBeGreaterThan(0);
    expect(specs.filter((path) => held.test(readFileSync(inProject(path), 'utf8')))).toEqual([]);
  });

  it('are all found by Jest: a test file with another ending would never run', () => {
    expect(
      paths.filter(
        (path) => /[.-](test|spec|e2e-spec)\.[cm]?[jt]sx?$/.test(path) && !path.endsWith('.spec.ts'),
      ),
    ).toEqual([]);
  });
});
