import { IsInt, Max, Min, ValidateBy, buildMessage } from 'class-validator';
import { invalidField } from '../domain/errors.ts';
import { MayBeAbsent, QueryInteger } from './dto-fields.ts';

export const PAGE_LIMIT_DEFAULT = 50;
export const PAGE_LIMIT_MAX = 250;

/** `next` leads to older rows, `prev` to newer ones: lists show the newest first. */
export type PageDirection = 'next' | 'prev';

/** A place between rows: what follows in `direction` after the row `id` (a UUID, itself not included). */
export interface Cursor {
  readonly direction: PageDirection;
  readonly id: string;
}

/**
 * What to read. `next` or no cursor: `id < cursor.id ORDER BY id DESC`; `prev`: `id > cursor.id ORDER BY id ASC`;
 * in both cases `LIMIT limit + 1`.
 */
export interface PageRequest {
  /** 1 to `PAGE_LIMIT_MAX`. */
  readonly limit: number;
  readonly cursor: Cursor | undefined;
}

/** A list's answer (API.md "Conventions"). */
export interface Page<T> {
  readonly data: T[];
  /** Whether `next_cursor` leads to older rows. */
  readonly has_more: boolean;
  readonly next_cursor: string | null;
  readonly prev_cursor: string | null;
}

/** First byte of every cursor, so that a later shape can be told apart. */
const CURSOR_VERSION = 1;
const DIRECTION_BYTES: readonly PageDirection[] = ['next', 'prev'];
/** 18 bytes (version, direction, UUID) are exactly 24 characters: no cursor has two spellings. */
const CURSOR_TEXT = /^[\w-]{24}$/;
const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Opaque to clients. Not signed: it holds nothing but a place, and rows are always read within the tenant. */
export function encodeCursor({ direction, id }: Cursor): string {
  if (!UUID_TEXT.test(id)) throw new TypeError('a cursor stands at a row with a UUID');
  const head = Buffer.from([CURSOR_VERSION, DIRECTION_BYTES.indexOf(direction)]);
  return Buffer.concat([head, Buffer.from(id.replaceAll('-', ''), 'hex')]).toString('base64url');
}

/** Throws `invalid` (422) at path `cursor` for everything that `encodeCursor` did not make. */
export function decodeCursor(text: string): Cursor {
  const cursor = readCursor(text);
  if (!cursor) throw invalidField('cursor', CURSOR_MESSAGE);
  return cursor;
}

const CURSOR_MESSAGE = 'must be a cursor that a list has answered';

function readCursor(text: unknown): Cursor | undefined {
  if (typeof text !== 'string' || !CURSOR_TEXT.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  const direction = DIRECTION_BYTES[bytes[1] ?? -1];
  if (bytes[0] !== CURSOR_VERSION || direction === undefined) return undefined;
  const id = bytes.toString('hex', 2).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { direction, id };
}

function IsCursor(): PropertyDecorator {
  return ValidateBy({
    name: 'isCursor',
    validator: {
      validate: (value: unknown) => readCursor(value) !== undefined,
      defaultMessage: buildMessage(() => `$property ${CURSOR_MESSAGE}`),
    },
  });
}

/** The query of every list; a resource's own query extends it. */
export class PageQuery {
  @MayBeAbsent()
  @QueryInteger()
  @IsInt()
  @Min(1)
  @Max(PAGE_LIMIT_MAX)
  limit?: number;

  @MayBeAbsent()
  @IsCursor()
  cursor?: string;
}

export function pageRequestOf(query: PageQuery): PageRequest {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  return { limit: query.limit ?? PAGE_LIMIT_DEFAULT, cursor };
}

/**
 * The page of the rows read for `request`: up to `limit + 1`, in the order they were read. `stoppedAtId` is the
 * last row looked at by a search that gave up before it had that many.
 */
export function pageOf<T>(
  rows: readonly T[],
  request: PageRequest,
  idOf: (row: T) => string,
  stoppedAtId?: string,
): Page<T> {
  const isPrev = request.cursor?.direction === 'prev';
  const read = rows.slice(0, request.limit);
  const data = isPrev ? read.toReversed() : read;
  const isRowLeft = rows.length > request.limit;
  const newest = data.at(0);
  const oldest = data.at(-1);
  const aheadId = isRowLeft ? idOfRow(isPrev ? newest : oldest, idOf) : stoppedAtId;
  // The way back: the row that the cursor names lies there, unless it has been deleted meanwhile.
  const behindId = request.cursor ? idOfRow(isPrev ? oldest : newest, idOf) : undefined;
  const next = cursorTo('next', isPrev ? behindId : aheadId);
  const prev = cursorTo('prev', isPrev ? aheadId : behindId);
  return { data, has_more: next !== null, next_cursor: next, prev_cursor: prev };
}

function idOfRow<T>(row: T | undefined, idOf: (row: T) => string): string | undefined {
  return row === undefined ? undefined : idOf(row);
}

function cursorTo(direction: PageDirection, id: string | undefined): string | null {
  return id === undefined ? null : encodeCursor({ direction, id });
}

/**
 * The Link header (RFC 8288) of a page, from the request's own target (`originalUrl`), or undefined when no page
 * is next to it. The links are relative references: no Host header can turn them elsewhere.
 */
export function linkHeader(requestTarget: string, page: Page<unknown>): string | undefined {
  const queryStart = requestTarget.indexOf('?');
  const path = queryStart === -1 ? requestTarget : requestTarget.slice(0, queryStart);
  const links = [
    { rel: 'next', cursor: page.next_cursor },
    { rel: 'prev', cursor: page.prev_cursor },
  ].flatMap(({ rel, cursor }) => {
    if (cursor === null) return [];
    const query = new URLSearchParams(queryStart === -1 ? '' : requestTarget.slice(queryStart));
    query.set('cursor', cursor);
    // Two slashes would begin a host; angle brackets would end the reference.
    const target = path.replace(/^\/{2,}/, '/').replace(/[<>"\s]/g, encodeURIComponent);
    return [`<${target}?${query.toString()}>; rel="${rel}"`];
  });
  return links.length > 0 ? links.join(', ') : undefined;
}
