import type { FieldFault } from '../errors.ts';

/** A filter as its owner wrote it: MongoDB's query language, of which the operators below are known (API.md "Webhooks"). */
export type Filter = Readonly<Record<string, unknown>>;

const BYTES_MAX = 4_096;
const DEPTH_MAX = 10;
const OPERATORS_MAX = 100;
const VALUES_MAX = 100;
const FAULTS_MAX = 20;
/** What a path may begin with. */
const ROOTS = ['type', 'data', 'tags'];
const GROUPS = ['$and', '$or', '$nor'];

type Rule = (value: unknown, path: string, walk: Walk) => void;

/** One look at a filter: what it found so far. */
interface Walk {
  readonly faults: FieldFault[];
  operatorCount: number;
}

const OPERATORS: Readonly<Record<string, Rule>> = {
  $eq: checkValue,
  $ne: checkValue,
  $gt: checkOrdered,
  $gte: checkOrdered,
  $lt: checkOrdered,
  $lte: checkOrdered,
  $in: checkScalars,
  $nin: checkScalars,
  $all: checkScalars,
  $glob: checkPatterns,
  $exists: (value, path, walk) => {
    if (typeof value !== 'boolean') addFault(walk, path, 'must be true or false');
  },
  $size: (value, path, walk) => {
    if (!Number.isInteger(value) || Number(value) < 0)
      addFault(walk, path, 'must be a whole number from 0 on');
  },
  $not: checkNegated,
  $elemMatch: checkElement,
};

/**
 * Every fault of a filter, each with its path; at most 20. A filter without faults compiles and never throws.
 * Bounds: 4 KiB of JSON, 10 levels, 100 operators (a plain value counts as one), 100 values in a list.
 */
export function findFilterFaults(filter: Filter, path = 'filter'): FieldFault[] {
  const walk: Walk = { faults: [], operatorCount: 0 };
  if (Buffer.byteLength(JSON.stringify(filter)) > BYTES_MAX) {
    addFault(walk, path, `must take at most ${BYTES_MAX} bytes of JSON`);
  } else if (isDeeperThan(filter, DEPTH_MAX)) {
    addFault(walk, path, `must not be nested deeper than ${DEPTH_MAX} levels`);
  } else {
    checkQuery(filter, path, walk, ROOTS);
    if (walk.operatorCount > OPERATORS_MAX)
      addFault(walk, path, `must have at most ${OPERATORS_MAX} operators`);
  }
  return walk.faults.slice(0, FAULTS_MAX);
}

/** Of a filter without faults. */
export function countOperators(filter: Filter): number {
  const walk: Walk = { faults: [], operatorCount: 0 };
  checkQuery(filter, 'filter', walk, ROOTS);
  return walk.operatorCount;
}

/** @param roots what paths may begin with; null for the elements of a list, whose fields are their own */
function checkQuery(query: unknown, path: string, walk: Walk, roots: readonly string[] | null): void {
  if (!isObject(query)) {
    addFault(walk, path, 'must be an object');
    return;
  }
  for (const [key, value] of Object.entries(query)) {
    const place = joinPath(path, key);
    if (GROUPS.includes(key)) checkGroup(value, place, walk, roots);
    else if (key.startsWith('$')) addFault(walk, place, operatorFault(key));
    else {
      const fault = findPathFault(key, roots);
      if (fault !== undefined) addFault(walk, place, fault);
      checkCondition(value, place, walk);
    }
  }
}

function checkGroup(value: unknown, path: string, walk: Walk, roots: readonly string[] | null): void {
  walk.operatorCount += 1;
  if (!Array.isArray(value) || value.length === 0) {
    addFault(walk, path, 'must be a list of at least one filter');
    return;
  }
  const queries: unknown[] = value;
  queries.forEach((query, index) => {
    checkQuery(query, `${path}[${index}]`, walk, roots);
  });
}

/** Operators, or a value that must be there exactly. */
function checkCondition(value: unknown, path: string, walk: Walk): void {
  if (isOperators(value)) checkOperators(value, path, walk);
  else {
    walk.operatorCount += 1;
    checkValue(value, path, walk);
  }
}

function checkOperators(operators: object, path: string, walk: Walk): void {
  for (const [key, value] of Object.entries(operators)) {
    const place = joinPath(path, key);
    const rule = Object.hasOwn(OPERATORS, key) ? OPERATORS[key] : undefined;
    walk.operatorCount += 1;
    if (rule === undefined) addFault(walk, place, operatorFault(key));
    else rule(value, place, walk);
  }
}

function checkValue(value: unknown, path: string, walk: Walk): void {
  if (typeof value === 'string' && !isStorable(value)) addFault(walk, path, UNSTORABLE);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${key}]` : joinPath(path, key);
    const fault = findNameFault(key);
    if (fault !== undefined) addFault(walk, place, fault);
    checkValue(member, place, walk);
  }
}

function checkOrdered(value: unknown, path: string, walk: Walk): void {
  if (typeof value !== 'number' && typeof value !== 'string') {
    addFault(walk, path, 'must be a number or a text');
  } else checkValue(value, path, walk);
}

function checkScalars(value: unknown, path: string, walk: Walk): void {
  if (!Array.isArray(value) || value.length > VALUES_MAX) {
    addFault(walk, path, `must be a list of at most ${VALUES_MAX} values`);
    return;
  }
  const values: unknown[] = value;
  values.forEach((member, index) => {
    const place = `${path}[${index}]`;
    if (typeof member === 'object' && member !== null) {
      addFault(walk, place, 'must be a text, a number, true, false or null');
    } else checkValue(member, place, walk);
  });
}

function checkPatterns(value: unknown, path: string, walk: Walk): void {
  const isText = (pattern: unknown): boolean => typeof pattern === 'string';
  if (typeof value === 'string') checkValue(value, path, walk);
  else if (Array.isArray(value) && value.every(isText)) checkScalars(value, path, walk);
  else addFault(walk, path, `must be a text, or a list of at most ${VALUES_MAX} texts`);
}

function checkNegated(value: unknown, path: string, walk: Walk): void {
  if (isOperators(value)) checkOperators(value, path, walk);
  else addFault(walk, path, 'must be an object of operators');
}

function checkElement(value: unknown, path: string, walk: Walk): void {
  if (isOperators(value) && !GROUPS.some((group) => Object.hasOwn(value, group))) {
    checkOperators(value, path, walk);
  } else checkQuery(value, path, walk, null);
}

/** An object that an operator begins is one of operators altogether, so that a mistyped one is found. */
export function isOperators(value: unknown): value is Filter {
  return isObject(value) && Object.keys(value).some((key) => key.startsWith('$'));
}

function findPathFault(path: string, roots: readonly string[] | null): string | undefined {
  const names = path.split('.');
  if (roots !== null && !roots.includes(names[0] ?? '')) return `must begin with ${roots.join(', ')}`;
  if (names.includes('')) return 'must not have an empty name in its path';
  return names.map(findNameFault).find((fault) => fault !== undefined);
}

function findNameFault(name: string): string | undefined {
  if (name === '__proto__') return 'must not name __proto__';
  if (name.startsWith('$')) return 'must not begin with $ here';
  return isStorable(name) ? undefined : UNSTORABLE;
}

const UNSTORABLE = 'must not contain NUL or half a character';

/** Postgres keeps neither NUL nor lone surrogates in jsonb. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function operatorFault(key: string): string {
  return Object.hasOwn(OPERATORS, key)
    ? 'must stand under a path'
    : `is not one of ${[...GROUPS, ...Object.keys(OPERATORS)].join(' ')}`;
}

function addFault({ faults }: Walk, path: string, message: string): void {
  if (faults.length < FAULTS_MAX) faults.push({ path, message });
}

function joinPath(parent: string, name: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(name) ? `${parent}.${name}` : `${parent}[${JSON.stringify(name)}]`;
}

function isObject(value: unknown): value is Filter {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without a look at what is deeper, so that no nesting costs more than the bound. */
function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}
