import './import-typescript.mjs';
import { format, resolveConfig } from 'prettier';
import { keepUpToDate } from './generated-file.mjs';
import { inProject } from './project.mjs';

const PATH = 'docs/settings.md';

const { settingsDocument } = await import('../src/config/settings-document.ts');
const layout = await resolveConfig(inProject(PATH));
const text = await format(settingsDocument(), { ...layout, parser: 'markdown' });
keepUpToDate(PATH, text, 'node tools/settings-doc.mjs');
