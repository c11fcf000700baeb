import './import-typescript.mjs';
import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { keepUpToDate } from './generated-file.mjs';
import { inProject } from './project.mjs';

const PATH = 'docs/audit.md';
const BEGIN = '<!-- Generated from src/domain/audit/actions.ts by tools/audit-doc.mjs; do not edit. -->';
const END = '<!-- End of what is generated. -->';

const { AUDIT_ACTIONS } = await import('../src/domain/audit/actions.ts');

const rows = Object.entries(AUDIT_ACTIONS).map(([action, { when }]) => `| \`${action}\` | ${when} |`);
const table = ['| Action | When |', '| --- | --- |', ...rows].join('\n');

const text = await readFile(inProject(PATH), 'utf8');
const [head, rest] = text.split(BEGIN);
const [, tail] = (rest ?? '').split(END);
if (tail === undefined) throw new Error(`${PATH} has no place for the actions.`);

const layout = await resolveConfig(inProject(PATH));
const whole = [head, BEGIN, '\n\n', table, '\n\n', END, tail].join('');
keepUpToDate(PATH, await format(whole, { ...layout, parser: 'markdown' }), 'node tools/audit-doc.mjs');
