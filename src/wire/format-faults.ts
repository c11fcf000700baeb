import { findHeaderFaults, findHeaderNameFault } from '../domain/custom-headers.ts';
import type { FieldFault } from '../domain/errors.ts';
import { choicesOf, findChoiceFault, isChoice, isList, isObject, WHEN } from './body-template.ts';
import { compileJsonString, compileText, type Place } from './placeholders.ts';
import { compileSignature, signatureHeaderNames } from './signature.ts';
import { WireFormatError, type BodyTemplate, type SignatureFormat, type WireFormat } from './wire-format.ts';

/** Lower case: names of formats stand in addresses, and two that differ in case would be taken for one. */
export const FORMAT_NAME_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;
export const BODY_TEMPLATE_CHARACTERS_MAX = 65_536;
export const BODY_TEMPLATE_DEPTH_MAX = 32;
const OWN_FIELDS = ['content-type', 'user-agent'];

/** Everything that is wrong with a format whose fields are of their types, each with its path; empty where it compiles. */
export function findFormatFaults(format: WireFormat): FieldFault[] {
  const { headers, signature, json } = format;
  const signatureNames = signature === null ? [] : signatureHeaderNames(signature);
  const faults: FieldFault[] = findHeaderFaults(headers, [...OWN_FIELDS, ...signatureNames]);
  for (const [name, template] of Object.entries(headers)) {
    faults.push(
      ...faultsOf(`headers.${name}`, () => compileText(template, { path: `headers.${name}`, json })),
    );
  }
  faults.push(...findReplaceableFaults(format));
  if (signature !== null) faults.push(...findSignatureFaults(signature, json));
  faults.push(...findBodyFaults(format.body, json));
  return faults;
}

/** A fault where something is refused when it is compiled. */
function faultsOf(path: string, compile: () => unknown): FieldFault[] {
  try {
    compile();
    return [];
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    return [{ path: error.path === '' ? path : error.path, message: error.message }];
  }
}

/** Nobody but the format signs. */
function findReplaceableFaults({ headers, replaceable_headers: replaceable }: WireFormat): FieldFault[] {
  const own = new Set([...OWN_FIELDS, ...Object.keys(headers)].map((name) => name.toLowerCase()));
  return replaceable.flatMap((name, index) => {
    if (own.has(name.toLowerCase())) return [];
    return [
      {
        path: `replaceable_headers[${index}]`,
        message: 'must be a header of the format, and not its signature',
      },
    ];
  });
}

function findSignatureFaults(signature: SignatureFormat, json: WireFormat['json']): FieldFault[] {
  const faults = signatureHeaderNames(signature).flatMap((name) => {
    const message = findHeaderNameFault(name, OWN_FIELDS);
    return message === undefined ? [] : [{ path: 'signature.header', message }];
  });
  return [...faults.slice(0, 1), ...faultsOf('signature', () => compileSignature(signature, json))];
}

function findBodyFaults(body: BodyTemplate, json: WireFormat['json']): FieldFault[] {
  const path = 'body';
  if (depthOf(body) > BODY_TEMPLATE_DEPTH_MAX) {
    return [{ path, message: `must not be nested deeper than ${BODY_TEMPLATE_DEPTH_MAX} levels` }];
  }
  if (JSON.stringify(body).length > BODY_TEMPLATE_CHARACTERS_MAX) {
    return [{ path, message: `must take at most ${BODY_TEMPLATE_CHARACTERS_MAX} characters of JSON` }];
  }
  if (isChoice(body)) return [{ path, message: 'must not be a choice as a whole' }];
  return findTemplateFaults(body, { path, json });
}

function findTemplateFaults(template: BodyTemplate, place: Place): FieldFault[] {
  if (typeof template === 'string') return faultsOf(place.path, () => compileJsonString(template, place));
  const inside = (path: string, value: BodyTemplate): FieldFault[] =>
    findTemplateFaults(value, { ...place, path });
  if (isList(template)) return template.flatMap((item, index) => inside(`${place.path}[${index}]`, item));
  if (!isObject(template)) return [];
  if (!isChoice(template)) {
    return Object.entries(template).flatMap(([key, value]) => inside(`${place.path}.${key}`, value));
  }
  const message = findChoiceFault(template);
  if (message !== undefined) return [{ path: place.path, message }];
  return Object.entries(choicesOf(template)).flatMap(([name, value]) => {
    const path = `${place.path}.${WHEN}.${name}`;
    return isChoice(value) ? [{ path, message: 'must not be a choice itself' }] : inside(path, value);
  });
}

/** Without recursion: what is too deep must not overflow the stack. */
function depthOf(body: BodyTemplate): number {
  let depth = 0;
  let level: readonly BodyTemplate[] = [body];
  while (level.length > 0 && depth <= BODY_TEMPLATE_DEPTH_MAX) {
    const containers = level.filter((value) => typeof value === 'object' && value !== null);
    level = containers.flatMap((value) => Object.values(value as object) as BodyTemplate[]);
    if (containers.length > 0) depth += 1;
    else level = [];
  }
  return depth;
}
