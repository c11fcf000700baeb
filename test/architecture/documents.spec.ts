import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocksOf } from '../support/code-blocks.ts';
import { inProject, listFiles } from './project-files.ts';

const documents = listFiles('.', /\.md$/);

/** What a document links to, outside code: `[text](target)`. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)/g)].flatMap((match) => match[1] ?? []);
}

/** The anchor that a heading gets, as the common Markdown viewers make it. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

/** Why a link leads nowhere, if it does. Links out of the project are not followed. */
function brokenLink(document: string, link: string): string[] {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return [];
  const [path = '', anchor] = decodeURIComponent(link).split('#');
  const target = path === '' ? document : join(dirname(document), path);
  if (!existsSync(inProject(target))) return [`${document}: ${link} does not exist`];
  if (anchor === undefined || !target.endsWith('.md')) return [];
  const hasAnchor = anchorsOf(readFileSync(inProject(target), 'utf8')).includes(anchor);
  return hasAnchor ? [] : [`${document}: ${link} names no heading`];
}

/** Drawn, not run. */
const PICTURES = ['mermaid'];
/** Those whose code people paste. */
const guides = documents.filter(
  (document) => document === 'README.md' || document.startsWith('docs/guides/'),
);

/** What keeps the code of a document from being tried. */
function untriedCode(document: string, text: string): string[] {
  const blocks = codeBlocksOf(text).filter(({ language }) => !PICTURES.includes(language));
  const names = blocks.map(({ name }) => name);
  return blocks.flatMap(({ name, line }, index) => {
    if (name === null) return [`${document}:${line}: has no <!-- run: name --> before it`];
    return names.indexOf(name) === index ? [] : [`${document}:${line}: another block is named ${name}`];
  });
}

/** A test that opens a document, and fails when it has left a block of it untried. */
function isTriedBy(spec: string, document: string): boolean {
  const variable = new RegExp(`const (\\w+) = openGuide\\('${document}'\\);`).exec(spec)?.[1];
  return variable !== undefined && spec.includes(`expect(${variable}.untried()).toEqual([])`);
}

describe('the documents', () => {
  it('link only to files and headings that exist', () => {
    expect(documents).toContain('CONTRIBUTING.md');
    const broken = documents.flatMap((document) =>
      linksOf(readFileSync(inProject(document), 'utf8')).flatMap((link) => brokenLink(document, link)),
    );
    expect(broken).toEqual([]);
  });

  it('would be found out', () => {
    expect(linksOf('a [b](c.md#d) `[e](f)`\n```\n[g](h)\n```\n![i](j.png)')).toEqual(['c.md#d', 'j.png']);
    expect(brokenLink('docs/x.md', 'missing.md')).toEqual(['docs/x.md: missing.md does not exist']);
    expect(brokenLink('docs/x.md', 'settings.md#nowhere')).toEqual([
      'docs/x.md: settings.md#nowhere names no heading',
    ]);
    expect(brokenLink('docs/x.md', 'settings.md#database')).toEqual([]);
  });
});

describe('the code of the README and the guides', () => {
  const specs = listFiles('test/e2e', /\.spec\.ts$/).map((path) => readFileSync(inProject(path), 'utf8'));

  it('is named, so that a test can try it', () => {
    expect(guides.length).toBeGreaterThan(4);
    const untried = guides.flatMap((document) =>
      untriedCode(document, readFileSync(inProject(document), 'utf8')),
    );
    expect(untried).toEqual([]);
  });

  it.each(guides)('is tried by a test that leaves out none: %s', (document) => {
    expect(specs.filter((spec) => isTriedBy(spec, document))).toHaveLength(1);
  });

  it('would be found out', () => {
    const marked = '<!-- run: a -->\n\n```sh\nls\n```\n';
    expect(untriedCode('x.md', marked)).toEqual([]);
    expect(untriedCode('x.md', `${marked}\n\`\`\`json\n{}\n\`\`\`\n`)).toEqual([
      'x.md:7: has no <!-- run: name --> before it',
    ]);
    expect(untriedCode('x.md', `${marked}\n- item\n\n  \`\`\`\n  ls\n  \`\`\`\n`)).toHaveLength(1);
    expect(untriedCode('x.md', `<!-- run: a -->\n\ntext\n\n${marked.slice(17)}`)).toHaveLength(1);
    expect(untriedCode('x.md', marked + marked)).toEqual(['x.md:8: another block is named a']);
    expect(isTriedBy("const g = openGuide('x.md');", 'x.md')).toBe(false);
  });
});

describe('the promises of SECURITY.md', () => {
  const text = readFileSync(inProject('SECURITY.md'), 'utf8');
  const testFiles = (line: string): string[] =>
    [...line.matchAll(/`((?:src|test)\/[^`]+)`/g)].flatMap((match) => match[1] ?? []);
  const promises = text
    .slice(text.indexOf('## What is promised'), text.indexOf('## What is not promised'))
    .split('\n')
    .filter((line) => /^\| (?!Promise |---)/.test(line));

  it('each name a test, and only tests that are there and that are run', () => {
    expect(promises.length).toBeGreaterThan(15);
    expect(promises.filter((line) => testFiles(line).length === 0)).toEqual([]);
    const named = testFiles(text);
    expect(named.filter((path) => !existsSync(inProject(path)))).toEqual([]);
    const specs = listFiles('test', /\.spec\.ts$/).map((path) => readFileSync(inProject(path), 'utf8'));
    const isRun = (path: string): boolean =>
      path.endsWith('.spec.ts') || specs.some((spec) => spec.includes(`'${basename(path)}'`));
    expect(named.filter((path) => !isRun(path))).toEqual([]);
  });
});
