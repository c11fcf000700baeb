import sift from 'sift';
import { countOperators, isOperators, type Filter } from './filter-rules.ts';
import { compileGlob } from './glob.ts';
import { countElements, markPath, markValue } from './marked-value.ts';

// A CommonJS module whose names Node cannot tell; all stand on what it exports as a whole.
const { $and, $elemMatch, $exists, $nor, $not, $or, $size, createEqualsOperation, createQueryTester } = sift;

/**
 * sift takes about a microsecond for each operator at each element of a list, and nothing else runs meanwhile. A filter
 * that would take more than this many looks at an event is passed over, and the event goes out: a delivery too many
 * is seen, one that is missing is not. Five operators may still look at lists of 40,000 elements.
 */
export const FILTER_LOOKS_MAX = 200_000;

/** What a filter looks at, made once an event. */
export interface FilterSubject {
  readonly marked: unknown;
  /** In all lists together. */
  readonly elementCount: number;
}

export type FilterTest = (subject: FilterSubject) => boolean;

type Scalar = string | number | boolean | null;
type Operations = Parameters<typeof createEqualsOperation>[2]['operations'];
type Operation = Operations[string];

/** An operation that asks each value at the path. sift's own copy every list they meet, and compare objects loosely. */
function asking(createTest: (operand: never) => (value: unknown) => boolean): Operation {
  return (operand, parent, options) => createEqualsOperation(createTest(operand as never), parent, options);
}

function ordered(isInOrder: (value: string | number, operand: string | number) => boolean): Operation {
  return asking((operand: string | number) => (value) => {
    if (typeof value !== typeof operand) return false;
    return isInOrder(value as string | number, operand);
  });
}

const $eq = asking((operand: unknown) => (value) => isEqual(operand, value));

/** Null stands for what is missing, too. */
const $in = asking((operand: readonly Scalar[]) => {
  const values = new Set<unknown>(operand);
  return (value) => values.has(value ?? null);
});

const $all = asking((operand: readonly Scalar[]) => (value) => {
  if (operand.length === 0) return false;
  if (!Array.isArray(value)) return operand.every((wanted) => wanted === value);
  const elements = new Set<unknown>(value);
  return operand.every((wanted) => elements.has(wanted));
});

const $glob = asking((operand: string | readonly string[]) => {
  const tests = [operand].flat().map(compileGlob);
  return (value) => typeof value === 'string' && tests.some((isMatch) => isMatch(value));
});

/** The allow-list. What runs code or a pattern of the client's is not here: sift's defaults have both. */
const OPERATIONS: Operations = {
  $and,
  $or,
  $nor,
  $not,
  $elemMatch,
  $exists,
  $size,
  $eq,
  $in,
  $all,
  $glob,
  $ne: (operand, parent, options) => $not({ $eq: operand as unknown }, parent, options, '$not'),
  $nin: (operand, parent, options) => $not({ $in: operand as unknown }, parent, options, '$not'),
  $gt: ordered((value, operand) => value > operand),
  $gte: ordered((value, operand) => value >= operand),
  $lt: ordered((value, operand) => value < operand),
  $lte: ordered((value, operand) => value <= operand),
};

/**
 * Compiles a filter that `findFilterFaults` found no fault in; the test never throws.
 * @throws Error for any other filter
 */
export function compileFilter(filter: Filter): FilterTest {
  const test = createQueryTester<unknown>(toQuery(filter), { operations: OPERATIONS, compare: isEqual });
  const operatorCount = countOperators(filter);
  return ({ marked, elementCount }) => operatorCount * elementCount > FILTER_LOOKS_MAX || test(marked);
}

/** @param data the event's payload as JSON text, of at most 64 levels */
export function createFilterSubject(type: string, data: string, tags: readonly string[]): FilterSubject {
  const content = { type, data: JSON.parse(data) as unknown, tags };
  return { marked: markValue(content), elementCount: countElements(content) };
}

function toQuery(filter: Filter): Record<string, unknown> {
  const members = Object.entries(filter).map(([key, value]): [string, unknown] =>
    key.startsWith('$')
      ? [key, (value as readonly Filter[]).map(toQuery)]
      : [markPath(key), toCondition(value)],
  );
  return Object.fromEntries(members);
}

function toCondition(value: unknown): Record<string, unknown> {
  if (!isOperators(value)) return { $eq: markValue(value) };
  return Object.fromEntries(Object.entries(value).map(([key, operand]) => [key, toOperand(key, operand)]));
}

function toOperand(operator: string, operand: unknown): unknown {
  if (operator === '$not') return toCondition(operand);
  if (operator !== '$elemMatch') return markValue(operand);
  const isQuery =
    !isOperators(operand) || ['$and', '$or', '$nor'].some((group) => Object.hasOwn(operand, group));
  return isQuery ? toQuery(operand as Filter) : toCondition(operand);
}

/** Equal as JSON, whatever the order of keys; null equals what is missing. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const members = b as Record<string, unknown>;
  return keys.every(
    (key) => Object.hasOwn(b, key) && isEqual((a as Record<string, unknown>)[key], members[key]),
  );
}
