import { isDeepStrictEqual } from 'node:util';

/**
 * "Event Filtering" of document 000. Each list is a choice, all that is given must hold, and an event without the field
 * does not pass; an empty list asks for nothing.
 */
export interface EmpFilters {
  readonly job_types?: readonly string[];
  readonly job_priorities?: readonly number[];
  /** `*` stands for any characters. */
  readonly machine_ids?: readonly string[];
  /** The same. */
  readonly worker_ids?: readonly string[];
  /** Dotted paths below the event's data, each with the value that must be there. */
  readonly custom_filters?: Readonly<Record<string, unknown>>;
}

type NativeFilter = Readonly<Record<string, unknown>>;

const JOB_TYPE = 'data.job_type';
const PRIORITIES = ['data.job_priority', 'data.priority'];
const MACHINE = 'data.machine_id';
const WORKER = 'data.worker_id';
const DATA = 'data.';

/** Null where nothing is asked for. */
export function toNativeFilter(filters: EmpFilters): NativeFilter | null {
  const { job_types, job_priorities, machine_ids, worker_ids, custom_filters = {} } = filters;
  const native: Record<string, unknown> = {};
  if (hasItems(job_types)) native[JOB_TYPE] = { $in: job_types };
  if (hasItems(job_priorities)) native.$or = PRIORITIES.map((path) => ({ [path]: { $in: job_priorities } }));
  if (hasItems(machine_ids)) native[MACHINE] = { $glob: machine_ids };
  if (hasItems(worker_ids)) native[WORKER] = { $glob: worker_ids };
  const custom = Object.entries(custom_filters).map(([path, value]) => ({
    // Without the second, null would stand for what is missing, too.
    [`${DATA}${path}`]: { $eq: value, $exists: true },
  }));
  if (custom.length > 0) native.$and = custom;
  return Object.keys(native).length === 0 ? null : native;
}

/** What `toNativeFilter` made a filter of; null for one of another form, such as the native API makes. */
export function fromNativeFilter(native: NativeFilter): EmpFilters | null {
  const filters: Record<string, unknown> = {};
  for (const [key, condition] of Object.entries(native)) {
    const read = Object.hasOwn(READERS, key) ? READERS[key]?.(condition) : undefined;
    if (read === undefined) return null;
    Object.assign(filters, read);
  }
  // Whoever made it by other means may have written the same in another way: then it is not told in EMP's words.
  return isDeepStrictEqual(toNativeFilter(filters), native) ? filters : null;
}

const READERS: Readonly<Record<string, (condition: unknown) => EmpFilters | undefined>> = {
  [JOB_TYPE]: (condition) => ({ job_types: memberOf(condition, '$in') as string[] }),
  $or: (condition) => {
    const [first] = (Array.isArray(condition) ? condition : []) as unknown[];
    return { job_priorities: memberOf(memberOf(first, PRIORITIES[0] ?? ''), '$in') as number[] };
  },
  [MACHINE]: (condition) => ({ machine_ids: memberOf(condition, '$glob') as string[] }),
  [WORKER]: (condition) => ({ worker_ids: memberOf(condition, '$glob') as string[] }),
  $and: (condition) => {
    const conditions = (Array.isArray(condition) ? condition : []) as unknown[];
    const entries = conditions.flatMap((one) => (isObject(one) ? Object.entries(one) : []));
    return {
      custom_filters: Object.fromEntries(
        entries.map(([path, value]) => [path.slice(DATA.length), memberOf(value, '$eq')]),
      ),
    };
  },
};

function hasItems<T>(list: readonly T[] | undefined): list is readonly T[] {
  return Array.isArray(list) && list.length > 0;
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
