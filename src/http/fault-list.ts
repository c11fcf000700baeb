import type { ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import type { FieldFault } from '../domain/errors.ts';

/** More than these are not listed: a hostile body could otherwise make an answer larger than itself. */
export const FAULTS_MAX = 100;
const NAME_LENGTH_MAX = 128;

/** Every fault that class-validator found, with its path in the request; at most `FAULTS_MAX`. */
export function listFaults(errors: readonly ValidationError[]): FieldFault[] {
  const faults: FieldFault[] = [];
  addFaults(errors, '', false, faults);
  if (faults.length <= FAULTS_MAX) return faults;
  return [...faults.slice(0, FAULTS_MAX), { path: '', message: 'has more faults than are listed' }];
}

function addFaults(
  errors: readonly ValidationError[],
  parent: string,
  isInArray: boolean,
  faults: FieldFault[],
) {
  for (const error of errors) {
    if (faults.length > FAULTS_MAX) return;
    const path = joinPath(parent, error.property, isInArray);
    for (const [constraint, message] of Object.entries(error.constraints ?? {})) {
      addConstraint(
        { error, constraint, path, message: publicMessage(constraint, message, error.property) },
        faults,
      );
    }
    addFaults(error.children ?? [], path, Array.isArray(error.value), faults);
  }
}

interface BrokenConstraint {
  readonly error: ValidationError;
  readonly constraint: string;
  readonly path: string;
  readonly message: string;
}

/** class-validator names no index for `{ each: true }`, so the elements are asked again, one by one. */
function addConstraint({ error, constraint, path, message }: BrokenConstraint, faults: FieldFault[]): void {
  const before = faults.length;
  if (Array.isArray(error.value)) {
    const elements: unknown[] = error.value;
    const isValid = elementCheck(error, constraint);
    for (let index = 0; isValid && index < elements.length && faults.length <= FAULTS_MAX; index += 1) {
      if (!isValid(elements[index])) faults.push({ path: `${path}[${String(index)}]`, message });
    }
  }
  if (faults.length === before) faults.push({ path, message });
}

function elementCheck(
  error: ValidationError,
  constraint: string,
): ((element: unknown) => unknown) | undefined {
  const { target, property } = error;
  const array: unknown = error.value;
  if (!target) return undefined;
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(target.constructor, '', false, false);
  for (const rule of rules) {
    if (rule.propertyName !== property || !rule.each) continue;
    const validator = storage
      .getTargetValidatorConstraints(rule.constraintCls)
      .find(({ name }) => name === constraint)?.instance;
    if (!validator) continue;
    const rest = {
      targetName: target.constructor.name,
      property,
      object: target,
      constraints: rule.constraints,
    };
    return (element) => validator.validate(element, { ...rest, value: array });
  }
  return undefined;
}

/** class-validator's texts begin with the property, which the path already names. */
function publicMessage(constraint: string, message: string, property: string): string {
  if (constraint === 'whitelistValidation') return 'unknown field';
  if (constraint === 'nestedValidation') return 'must be an object';
  const prefixes = [`each value in ${property} `, `${property} `];
  const prefix = prefixes.find((text) => message.startsWith(text));
  return prefix === undefined ? message : message.slice(prefix.length);
}

/** Names that are not plain identifiers are quoted, so that a dot in a name is not read as a step. */
export function joinPath(parent: string, name: string, isIndex: boolean): string {
  if (isIndex) return `${parent}[${name}]`;
  const shown = name.length > NAME_LENGTH_MAX ? `${name.slice(0, NAME_LENGTH_MAX)}…` : name;
  if (!/^[A-Za-z_$][\w$-]*$/.test(shown)) return `${parent}[${JSON.stringify(shown)}]`;
  return parent === '' ? shown : `${parent}.${shown}`;
}
