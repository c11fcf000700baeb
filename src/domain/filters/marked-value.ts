/**
 * Values as filters see them. Every name is marked, so that no path reaches what JavaScript's own objects, lists and
 * texts carry (`constructor`, `length`, `__proto__`): those names have no mark. Names of digits stay as they are, since
 * they are places in a list, too.
 */

const MARK = '=';
/** The name under which a list stands that is an element of another one. */
const INNER_LIST = '[';

export function markPath(path: string): string {
  return path.split('.').map(markName).join('.');
}

/**
 * A list in a list becomes an object: as in MongoDB, a path looks into the elements of one list, not of the lists in it,
 * and no depth of lists can make a search walk the same elements again and again.
 * @param value JSON of at most 64 levels
 */
export function markValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(markElement);
  const marked: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) marked[markName(name)] = markValue(member);
  return marked;
}

/** The elements of all lists in a value of at most 64 levels. */
export function countElements(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = Array.isArray(value) ? value.length : 0;
  for (const member of Object.values(value)) count += countElements(member);
  return count;
}

function markElement(element: unknown): unknown {
  return Array.isArray(element) ? { [INNER_LIST]: element.map(markElement) } : markValue(element);
}

function markName(name: string): string {
  return /^\d+$/.test(name) ? name : MARK + name;
}
