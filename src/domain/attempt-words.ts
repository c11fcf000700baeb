import { ERROR_TYPES, type ErrorType } from './error-types.ts';

export const ERROR_WORDS: readonly string[] = ERROR_TYPES;

/** A status code, or all of a class: `5xx`. */
export const RESPONSE_STATUS_WORD = '[1-9](?:[0-9]{2}|xx)';
const RESPONSE_STATUS = /^([1-9])(?:(\d\d)|xx)$/;

/** The error types of a comma list; null when a word of it is unknown. */
export function parseErrorTypes(list: string): Set<ErrorType> | null {
  const types = new Set<ErrorType>();
  for (const word of list.split(',')) {
    const type = ERROR_TYPES.find((known) => known === word.trim());
    if (type === undefined) return null;
    types.add(type);
  }
  return types;
}

/** The status codes of a comma list such as `404,5xx`, at most 900; null when a word of it is neither code nor class. */
export function parseResponseStatuses(list: string): Set<number> | null {
  const statuses = new Set<number>();
  for (const word of list.split(',')) {
    const [, hundreds, rest] = RESPONSE_STATUS.exec(word.trim()) ?? [];
    if (hundreds === undefined) return null;
    const first = Number(hundreds) * 100;
    if (rest !== undefined) statuses.add(first + Number(rest));
    else for (let status = first; status < first + 100; status += 1) statuses.add(status);
  }
  return statuses;
}
