import { ValidationPipe, type ArgumentMetadata, type Type } from '@nestjs/common';
import { PosthornError, invalidField, type FieldFault } from '../domain/errors.ts';
import { FAULTS_MAX, joinPath, listFaults } from './fault-list.ts';
import { buildValid } from './valid-instance.ts';

/** Answers 422 `invalid` with every fault of a body or query, unknown fields too. */
class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      // Both are read to write paths and are never answered.
      validationError: { target: true, value: true },
      exceptionFactory: (errors) => new PosthornError('invalid', { errors: listFaults(errors) }),
    });
  }

  /**
   * Such members would vanish from the body or query without a word, and a filter that loses a condition lets more through
   * than its owner meant. Event data is not touched: it is text here.
   */
  protected override stripProtoKeys(value: unknown): void {
    const errors = findPrototypeNames(value, '');
    if (errors.length > 0) throw new PosthornError('invalid', { errors: errors.slice(0, FAULTS_MAX) });
  }

  /** No body at all is read as an empty object, so that its missing fields are listed. */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (!this.toValidate(metadata)) return super.transform(value, metadata);
    if (metadata.type === 'query') return super.transform(readQuery(value), metadata);
    if (metadata.type !== 'body' || value === undefined) return super.transform(value, metadata);
    if (!isBodyObject(value)) throw invalidField('', 'must be a JSON object');
    const { metatype } = metadata;
    return (metatype && buildValid(metatype, value)) ?? super.transform(value, metadata);
  }
}

/**
 * The pipe for all DTOs of bodies and queries. DTO classes are recognised by decorator metadata, so they must be
 * imported as values. A field that holds one nested object needs `@IsObject()` beside `@ValidateNested()`:
 * class-validator takes an empty array for it otherwise.
 */
export function createValidationPipe(): ValidationPipe {
  return new RequestValidationPipe();
}

const PIPE = createValidationPipe();

/** Reads query parameters that no controller parameter stands for; the same rules and failures as the pipe's. */
export async function parseQuery<T extends object>(dto: Type<T>, query: unknown): Promise<T> {
  return (await PIPE.transform(query, { type: 'query', metatype: dto })) as T;
}

/** Reads a body that is not the one of a controller's parameter; the same rules and failures as the pipe's. */
export async function parseBody<T extends object>(dto: Type<T>, body: unknown): Promise<T> {
  return (await PIPE.transform(body, { type: 'body', metatype: dto })) as T;
}

function isBodyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A repeated parameter is refused: parts of the request's way might each take another one of them. */
function readQuery(query: unknown): Record<string, unknown> {
  const parameters = { ...(query as Record<string, unknown> | undefined) };
  const errors: FieldFault[] = Object.keys(parameters)
    .filter((path) => Array.isArray(parameters[path]))
    .map((path) => ({ path, message: 'must be given only once' }));
  if (errors.length > 0) throw new PosthornError('invalid', { errors });
  return parameters;
}

/** Names that Nest deletes, and that class-transformer takes for inherited and passes over, whatever they hold. */
const PROTOTYPE_NAMES = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

function findPrototypeNames(value: unknown, path: string): FieldFault[] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const place = joinPath(path, name, isList);
    const isRefused = !isList && PROTOTYPE_NAMES.has(name);
    return isRefused ? [{ path: place, message: 'unknown field' }] : findPrototypeNames(member, place);
  });
}
