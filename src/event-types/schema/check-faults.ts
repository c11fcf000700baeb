import type { ErrorObject } from 'ajv';
import type { FieldFault } from '../../domain/errors.ts';
import { joinPath } from '../../http/fault-list.ts';

const MESSAGE_CHARACTERS_MAX = 200;

/** Listed of one value. */
const FAULTS_MAX = 20;
const MORE_FAULTS = 'has more faults than are listed';

/**
 * ajv's errors with the paths and words of the API, each once; at most 20, and one that says that there are more.
 * @param root what was checked
 */
export function toFieldFaults(errors: readonly ErrorObject[], root: unknown, rootPath: string): FieldFault[] {
  const faults = new Map<string, FieldFault>();
  for (const error of errors) {
    const fault = toFieldFault(error, root, rootPath);
    const key = `${fault.path}\n${fault.message}`;
    if (faults.has(key)) continue;
    if (faults.size >= FAULTS_MAX) return [...faults.values(), { path: rootPath, message: MORE_FAULTS }];
    faults.set(key, fault);
  }
  return [...faults.values()];
}

function toFieldFault(error: ErrorObject, root: unknown, rootPath: string): FieldFault {
  const path = toPath(error.instancePath, root, rootPath);
  const { missingProperty, additionalProperty, unevaluatedProperty } = error.params as Partial<
    Record<string, string>
  >;
  if (error.keyword === 'required' && missingProperty !== undefined)
    return { path: joinPath(path, missingProperty, false), message: 'is required' };
  const extra = additionalProperty ?? unevaluatedProperty;
  if (extra !== undefined) return { path: joinPath(path, extra, false), message: 'is not in the schema' };
  const message = error.message ?? 'does not match the schema';
  return {
    path: error.propertyName === undefined ? path : joinPath(path, error.propertyName, false),
    message:
      message.length > MESSAGE_CHARACTERS_MAX ? `${message.slice(0, MESSAGE_CHARACTERS_MAX)}…` : message,
  };
}

/** A JSON Pointer does not tell an element from a member, so the value is asked. */
function toPath(pointer: string, root: unknown, rootPath: string): string {
  let path = rootPath;
  let value = root;
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    path = joinPath(path, name, Array.isArray(value));
    const isHolder = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    value = isHolder ? (value as Record<string, unknown>)[name] : undefined;
  }
  return path;
}
