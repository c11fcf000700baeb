import { Ajv, type KeywordCxt, type Options, type ValidateFunction } from 'ajv';
import { _, Ajv2020, Name } from 'ajv/dist/2020.js';
import { PosthornError, type FieldFault } from '../../domain/errors.ts';
import { toFieldFaults } from './check-faults.ts';
import { FORMATS } from './formats.ts';
import type { PatternCompiler } from './patterns.ts';
import { readSchema, WEIGHT_KEYWORD, type JsonSchema, type ReadableSchema } from './read-schema.ts';
import { CheckAborted, StepMeter } from './step-meter.ts';

const ABORTED = {
  steps: 'takes too much to check against the schema of its type',
  errors: 'has more faults against the schema of its type than can be listed',
} as const;
const TOO_COMPLEX = 'is too complex to be compiled';
/** The count of errors so far, as ajv names it in the code that it makes. */
const ERROR_COUNT = new Name('errors');

export interface CheckResult {
  /** At most 20, and one that says that there are more. */
  readonly faults: FieldFault[];
  /** See step-meter.ts; whole where the check was given up. */
  readonly stepsTaken: number;
}

export interface CompiledSchema {
  /**
   * Checks an event's data, at paths below `data`. Never throws: what would take more than `stepsMax` steps is a fault.
   * @param data as JSON.parse reads it
   */
  check(data: unknown, stepsMax: number): CheckResult;
}

/**
 * Compiles a schema to code. ajv writes what a client gave as escaped literals alone; names of its own making hold
 * nothing else. `$data`, default values, type coercion and loading are off.
 * @throws PosthornError `invalid` with the faults of the schema
 */
export function compileSchema(schema: JsonSchema, compilePattern: PatternCompiler | null): CompiledSchema {
  const readable = readSchema(schema, compilePattern);
  if ('faults' in readable) throw new PosthornError('invalid', { errors: readable.faults });
  const meter = new StepMeter();
  const validate = compile(readable, meter, compilePattern);
  return {
    check: (data, stepsMax) => {
      meter.start(stepsMax);
      return { faults: findFaults(validate, data), stepsTaken: meter.stepsTaken };
    },
  };
}

function findFaults(validate: ValidateFunction, data: unknown): FieldFault[] {
  try {
    if (validate(data)) return [];
    return toFieldFaults(validate.errors ?? [], data, 'data');
  } catch (error) {
    if (error instanceof CheckAborted) return [{ path: 'data', message: ABORTED[error.reason] }];
    // The end of the stack: 64 levels of data by as many references at each.
    if (error instanceof RangeError) return [{ path: 'data', message: ABORTED.steps }];
    throw error;
  } finally {
    validate.errors = null; // it would be kept until the next check
  }
}

function compile(
  { draft, compilable }: ReadableSchema,
  meter: StepMeter,
  compilePattern: PatternCompiler | null,
): ValidateFunction {
  const options = createOptions(meter, compilePattern);
  // An instance a schema: nothing of one is left in another, and all of it goes with the validator.
  const ajv = draft === '2020-12' ? new Ajv2020(options) : new Ajv(options);
  for (const [name, test] of FORMATS) ajv.addFormat(name, test);
  ajv.addKeyword({
    keyword: WEIGHT_KEYWORD,
    schemaType: 'number',
    // Before whatever looks further; only checks of numbers and texts come earlier.
    before: '$ref',
    code: (context) => {
      writeLook(context, meter);
    },
  });
  try {
    return ajv.compile(compilable);
  } catch (cause) {
    throw new PosthornError('invalid', { errors: [{ path: 'schema', message: TOO_COMPLEX }], cause });
  }
}

function createOptions(meter: StepMeter, compilePattern: PatternCompiler | null): Options {
  return {
    // All that strict mode finds, read-schema.ts finds, but for what is legal and merely odd.
    strict: false,
    meta: false,
    validateSchema: false,
    logger: false,
    allErrors: true,
    // A schema that is referred to often would stand in the code as often.
    inlineRefs: false,
    // "constructor" and the like are in no data because Object has them.
    ownProperties: true,
    code: {
      optimize: false,
      regExp: Object.assign((pattern: string) => meteredPattern(pattern, meter, compilePattern), {
        code: 'unused: the code is never written to a file',
      }),
    },
  };
}

function writeLook({ gen, data, schema, parentSchema }: KeywordCxt, meter: StepMeter): void {
  const at = gen.scopeValue('func', { key: meter, ref: meter });
  gen.code(_`${at}.look(${schema as number}, ${data}, ${ERROR_COUNT})`);
  if (parentSchema.uniqueItems === true) gen.code(_`${at}.compareElements(${data})`);
}

/** ajv tells patterns apart by `toString`. */
function meteredPattern(pattern: string, meter: StepMeter, compilePattern: PatternCompiler | null) {
  if (compilePattern === null) throw new Error('a pattern was read without an engine for it');
  const compiled = compilePattern(pattern);
  return { test: (text: string) => meter.search(compiled, text), toString: () => pattern };
}
