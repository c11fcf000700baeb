import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { IsString } from 'class-validator';
import { PUBLIC_ROUTE, Public } from '../../src/auth/public.decorator.ts';
import { REQUIRED_SCOPE, Requires } from '../../src/auth/requires.decorator.ts';
import { inProject, listFiles } from './project-files.ts';

type ControllerClass = abstract new (...dependencies: never[]) => object;

const VALIDATED: readonly number[] = [RouteParamtypes.BODY, RouteParamtypes.QUERY];

function isController(exported: unknown): exported is ControllerClass {
  return typeof exported === 'function' && Reflect.hasMetadata(PATH_METADATA, exported);
}

/** The places of a handler's whole `@Body()` and `@Query()` parameters; a single named field is checked by a pipe of its own. */
function validatedPlaces(controller: ControllerClass, method: string): number[] {
  const places = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { index: number; data?: unknown }
  >;
  return Object.entries(places)
    .filter(([key, { data }]) => VALIDATED.includes(Number(key.split(':')[0])) && data === undefined)
    .map(([, { index }]) => index);
}

/** The handlers whose input Nest would not validate, since its class is not in the metadata. */
function unvalidatedHandlers(controller: ControllerClass): string[] {
  const prototype = controller.prototype as object;
  return Object.getOwnPropertyNames(prototype).filter((method) => {
    const types = (Reflect.getMetadata('design:paramtypes', prototype, method) ?? []) as unknown[];
    return validatedPlaces(controller, method).some(
      (place) => types[place] === Object || types[place] === undefined,
    );
  });
}

/** The routes of which nothing says, or two things say, who may call them. */
function unguardedHandlers(controller: ControllerClass): string[] {
  const prototype = controller.prototype as Readonly<Record<string, object>>;
  const isMarked = (mark: string, handler: object): boolean =>
    Reflect.hasMetadata(mark, handler) || Reflect.hasMetadata(mark, controller);
  return Object.getOwnPropertyNames(prototype).filter((method) => {
    const handler = prototype[method];
    if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return false;
    return isMarked(PUBLIC_ROUTE, handler) === isMarked(REQUIRED_SCOPE, handler);
  });
}

async function importControllers(path: string): Promise<ControllerClass[]> {
  const module = (await import(pathToFileURL(inProject(path)).href)) as Record<string, unknown>;
  return Object.values(module).filter(isController);
}

describe('controllers', () => {
  it('have a class for every body and query, by which Nest validates it', async () => {
    for (const path of listFiles('src', /\.controller\.ts$/)) {
      const controllers = await importControllers(path);
      const unvalidated = controllers.flatMap((controller) => unvalidatedHandlers(controller));
      expect({ path, hasController: controllers.length > 0, unvalidated }).toEqual({
        path,
        hasController: true,
        unvalidated: [],
      });
    }
  });

  it('say of every route what its caller must be allowed to do, or that it is public', async () => {
    for (const path of listFiles('src', /\.controller\.ts$/)) {
      const unguarded = (await importControllers(path)).flatMap((one) => unguardedHandlers(one));
      expect({ path, unguarded }).toEqual({ path, unguarded: [] });
    }
  });

  it('stand in files named for it, so that none is passed over above', () => {
    const elsewhere = listFiles('src', /(?<!\.controller|\.spec)\.ts$/).filter((path) =>
      /^@Controller\(/m.test(readFileSync(inProject(path), 'utf8')),
    );
    expect(elsewhere).toEqual([]);
  });
});

describe('the check itself', () => {
  class Validated {
    @IsString()
    name = '';
  }

  @Controller('sample')
  class SampleController {
    @Post()
    @Requires('manage')
    create(@Body() body: Validated): Validated {
      return body;
    }

    @Get()
    list(@Query() query: Readonly<Record<string, string>>): string[] {
      return Object.keys(query);
    }

    @Get('named')
    @Public()
    @Requires('read')
    named(@Query('name') name: string): string {
      return name;
    }
  }

  it('finds the handler whose parameter is an interface', () => {
    expect(isController(SampleController)).toBe(true);
    expect(unvalidatedHandlers(SampleController)).toEqual(['list']);
  });

  it('finds the handlers that say nothing, or that they are public and are not', () => {
    expect(unguardedHandlers(SampleController)).toEqual(['list', 'named']);
  });
});
