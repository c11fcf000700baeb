import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FieldFault } from '../../domain/errors.ts';
import { toFieldFaults } from './check-faults.ts';
import type { Draft } from './keywords.ts';

/** Made at the first use: compiling a meta-schema takes some tens of milliseconds. */
const checkers = new Map<Draft, Ajv>();

/** Where a schema is not one, by the meta-schema of its draft; each of its parts is well-formed where nothing is found. */
export function findMetaSchemaFaults(
  { $schema: _draft, ...schema }: Readonly<Record<string, unknown>>,
  draft: Draft,
): FieldFault[] {
  const checker = checkers.get(draft) ?? createChecker(draft);
  checkers.set(draft, checker);
  if (checker.validateSchema(schema) === true) return [];
  return toFieldFaults(checker.errors ?? [], schema, 'schema');
}

function createChecker(draft: Draft): Ajv {
  const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
  return draft === '2020-12' ? new Ajv2020(options) : new Ajv(options);
}
