import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import openapiTS, { astToString } from 'openapi-typescript';
import { keepUpToDate } from './generated-file.mjs';
import { makeDocument } from './openapi/document.mjs';
import { inProject } from './project.mjs';

const DOCUMENT = 'openapi.json';
const TYPES = 'test/support/api-types.ts';
const COMMAND = 'node tools/openapi-doc.mjs';

const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
const document = await makeDocument(version);
keepUpToDate(DOCUMENT, await layOut(DOCUMENT, JSON.stringify(document), 'json'), COMMAND);
const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
keepUpToDate(TYPES, await layOut(TYPES, types, 'typescript'), COMMAND);

async function layOut(path, text, parser) {
  return await format(text, { ...(await resolveConfig(inProject(path))), parser });
}
