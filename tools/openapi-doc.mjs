import { readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { keepUpToDate } from './generated-file.mjs';
import { makeDocument } from './openapi/document.mjs';
import { inProject } from './project.mjs';

const DOCUMENT = 'openapi.json';
const TYPES = 'test/support/api-types.ts';
const COMMAND = 'node tools/openapi-doc.mjs';

const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
const document = await makeDocument(version);
keepUpToDate(DOCUMENT, `${JSON.stringify(document, null, 2)}\n`, COMMAND);
keepUpToDate(TYPES, astToString(await openapiTS(document, { defaultNonNullable: false })), COMMAND);
