import '../import-typescript.mjs';
import 'reflect-metadata';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GUARDS_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiExtraModels, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { inProject } from '../project.mjs';
import { describeDtos } from './dto-schemas.mjs';
import { finishDocument } from './finish.mjs';

const { ProblemJson } = await import('../../src/http/openapi/problem-json.ts');

const DESCRIPTION = `Posthorn delivers your events to other people's HTTP endpoints: signed, retried, and with a record of
every attempt. Times are RFC 3339 in UTC, durations carry their unit in their name, ids are TypeIDs. Every failure is
\`application/problem+json\` (RFC 9457), with a \`code\` from one closed catalogue.`;

/** Those of the dialects answer to the documents of other systems. */
const DIALECTS = /^dialects[/\\]/;

/** The API's document: made of the controllers, their answers' classes and their DTOs' rules. No part of it runs. */
export async function makeDocument(version) {
  const controllers = await importControllers();
  const dtoNames = describeDtos();
  const adapter = new FastifyAdapter();
  const app = await NestFactory.create(moduleOf(controllers), adapter, {
    logger: false,
    abortOnError: false,
  });
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Posthorn')
    .setDescription(DESCRIPTION.replaceAll('\n', ' '))
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This installation.')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key, `ph_…`, or a token (JWT).' },
      'key',
    )
    .build();
  const document = SwaggerModule.createDocument(app, config);
  await app.close();
  return finishDocument(document, dtoNames);
}

async function importControllers() {
  const paths = await readdir(inProject('src'), { recursive: true });
  const modules = await Promise.all(
    paths
      .filter((path) => path.endsWith('.controller.ts') && !DIALECTS.test(path))
      .sort()
      .map((path) => import(pathToFileURL(join(inProject('src'), path)).href)),
  );
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value) => typeof value === 'function' && Reflect.hasMetadata(PATH_METADATA, value));
}

/** The controllers alone: what they are given does not matter, since none of them is called. */
function moduleOf(controllers) {
  const guards = controllers.flatMap((controller) => Reflect.getMetadata(GUARDS_METADATA, controller) ?? []);
  const services = [...controllers, ...guards].flatMap((injected) => {
    return Reflect.getMetadata('design:paramtypes', injected) ?? [];
  });
  ApiExtraModels(ProblemJson)(controllers[0]);
  const providers = [...new Set(services)].map((service) => ({ provide: service, useValue: {} }));
  return { module: class DocumentedModule extends Object {}, controllers, providers };
}
