import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
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
