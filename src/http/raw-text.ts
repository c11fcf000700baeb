import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, buildMessage } from 'class-validator';
import { EACH, type RawPath, type RawValue } from './raw-data.ts';

/**
 * The source text of a JSON value, as the client wrote it. A DTO's field at a raw path (body.ts) has this type:
 * it is stored and delivered as it came, and validation need not walk it.
 */
export type RawJson = string;

/** For a DTO's field at a raw path: the value must be a JSON object. Refuses values that were not kept raw. */
export function IsRawJsonObject(): PropertyDecorator {
  return applyDecorators(
    ValidateBy({
      name: 'isRawJsonObject',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value.startsWith('{'),
        defaultMessage: buildMessage(() => '$property must be a JSON object'),
      },
    }),
    ApiProperty({
      type: 'object',
      additionalProperties: true,
      description:
        'Any JSON object: up to 1 MiB, 64 levels and 10,000 keys. Kept and delivered as it was written.',
      example: { order_id: 4711, total: '99.90' },
    }),
  );
}

/** Puts raw texts into the parsed body in the place of their values. `raw` is from the same body and path. */
export function putRawTexts(body: unknown, path: RawPath, raw: readonly (RawValue | undefined)[]): unknown {
  const each = path.indexOf(EACH);
  if (each === -1) {
    replaceAt(body, path, raw[0]);
    return body;
  }
  const list = valueAt(body, path.slice(0, each));
  if (!Array.isArray(list)) return body;
  const elements: unknown[] = list;
  const rest = path.slice(each + 1);
  elements.forEach((element, index) => {
    replaceAt(element, rest, raw[index]);
  });
  return body;
}

function valueAt(root: unknown, path: RawPath): unknown {
  let current = root;
  for (const segment of path) {
    if (typeof current !== 'object' || current === null || segment === EACH) return undefined;
    current = (current as Record<string | number, unknown>)[segment];
  }
  return current;
}

function replaceAt(root: unknown, path: RawPath, raw: RawValue | undefined): void {
  const key = path.at(-1);
  const holder = valueAt(root, path.slice(0, -1));
  if (raw === undefined || key === undefined || key === EACH) return;
  if (typeof holder !== 'object' || holder === null) return;
  (holder as Record<string | number, unknown>)[key] = raw.text;
}
