import type { FieldFault } from '../domain/errors.ts';
import { completeFormat } from '../wire/complete-format.ts';
import { reservedHeaderNames } from '../wire/renderer.ts';
import type { SignatureScheme, WireFormat } from '../wire/wire-format.ts';
import type { FormatFields } from './dto/format-fields.ts';
import type { FormatConfiguration } from './format-record.ts';

/** A body on what is there for the fields that it leaves out: the defaults, where nothing is. */
export function configure(
  name: string,
  body: FormatFields,
  present: FormatConfiguration | null,
): FormatConfiguration {
  const { description, body: template, ...fields } = body;
  const sent = Object.fromEntries(
    Object.entries(fields).filter(([, value]: [string, unknown]) => value !== undefined),
  );
  const newBody = template === undefined ? {} : { body: template ?? undefined };
  return {
    description: description === undefined ? (present?.description ?? '') : (description ?? ''),
    format: completeFormat({ ...present?.format, ...sent, ...newBody, name }),
  };
}

/**
 * Whether every secret that one signs with, the other signs with alike, and both ask for one or both do not: then webhooks
 * may go from one to the other as they are.
 */
export function signAlike(one: WireFormat, other: WireFormat): boolean {
  return JSON.stringify(secretsOf(one)) === JSON.stringify(secretsOf(other));
}

function secretsOf({ signature }: WireFormat): unknown {
  if (signature === null) return null;
  const formOf = ({ algorithm, secret }: SignatureScheme): string => `${algorithm} ${secret}`;
  return {
    isOptional: signature.optional,
    forms: [formOf(signature), ...signature.alternatives.map(formOf)],
  };
}

/** A fault for each header that the format would set and a webhook which has the format sets already. */
export function findTakenHeaders(format: WireFormat, ownNames: readonly string[]): FieldFault[] {
  const reserved = new Set(reservedHeaderNames(format));
  const taken = [...new Set(ownNames.map((name) => name.toLowerCase()))].filter((name) => reserved.has(name));
  return taken.map((name) => ({
    path: `headers.${name}`,
    message: 'is one of the own headers of a webhook that has this format',
  }));
}
