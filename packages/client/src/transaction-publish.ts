import pg from 'pg';
import { textArrayLiteral } from '../../../src/engine/array-parameter.ts';
import type { PublishTransaction } from './event-options.ts';
import type { GivenEvent } from './new-event.ts';
import { WebhookValidationError } from './webhook-errors.ts';

/** As the three libraries' own methods are used here. */
interface Methods {
  readonly query?: (text: string, values: readonly (string | number | null)[]) => Promise<unknown>;
  readonly $queryRaw?: (query: TemplateStringsArray, ...values: unknown[]) => Promise<unknown>;
  readonly execute?: (query: string) => Promise<unknown>;
}

type Value = string | number | null;

/** Where an event goes that is published in SQL. */
export interface PublishPlace {
  readonly schema: string;
  /** The tenant's uid or id. */
  readonly tenant: string;
}

/**
 * Publishes in a transaction of the caller's, by the SQL function `publish` (docs/publish-from-sql.md), named with its
 * schema: the connection is the caller's, and so is its search path. Its login must be a member of
 * `<schema>_publisher`. Only Drizzle is given literals, since its parameters are objects of its own classes.
 * @returns the event's id
 */
export async function publishIn(
  tx: PublishTransaction,
  place: PublishPlace,
  event: GivenEvent,
): Promise<string> {
  const { $queryRaw, execute, query } = tx as Methods;
  const { texts, values } = statementOf(place, event);
  // Prisma's transaction has a method of any name, so that its own comes first; Drizzle's `query` is no function.
  const isOf = (method: unknown): boolean => typeof method === 'function';
  if (isOf($queryRaw)) return idIn(await (tx as Required<Methods>).$queryRaw(asTemplate(texts), ...values));
  if (isOf(execute)) return idIn(await (tx as Required<Methods>).execute(withLiterals(texts, values)));
  if (isOf(query)) return idIn(await (tx as Required<Methods>).query(withParameters(texts), values));
  throw new WebhookValidationError('tx must be an open transaction of pg, Prisma or Drizzle.');
}

/** The texts stand around the values. */
interface SplitStatement {
  readonly texts: readonly string[];
  readonly values: readonly Value[];
}

function statementOf({ schema, tenant }: PublishPlace, { type, data, options }: GivenEvent): SplitStatement {
  const { priority, tags, occurredAt, deliverAt, idempotencyKey } = options;
  return {
    texts: [
      `select ${pg.escapeIdentifier(schema)}.publish(`,
      '::text, ',
      '::text, tenant => ',
      '::text, idempotency_key => ',
      '::text, priority => ',
      '::integer, tags => ',
      '::text[], occurred_at => ',
      '::timestamptz, deliver_at => ',
      '::timestamptz) as id',
    ],
    values: [
      type,
      data,
      tenant,
      idempotencyKey ?? null,
      priority ?? null,
      tags === undefined ? null : textArrayLiteral(tags),
      occurredAt?.toISOString() ?? null,
      deliverAt?.toISOString() ?? null,
    ],
  };
}

/** What a tagged template hands to its function. */
function asTemplate(texts: readonly string[]): TemplateStringsArray {
  return Object.assign([...texts], { raw: [...texts] });
}

function withParameters(texts: readonly string[]): string {
  return texts.map((text, index) => (index === 0 ? text : `$${index}${text}`)).join('');
}

function withLiterals(texts: readonly string[], values: readonly Value[]): string {
  return texts
    .map((text, index) => (index === 0 ? text : `${toLiteral(values[index - 1] ?? null)}${text}`))
    .join('');
}

function toLiteral(value: Value): string {
  if (value === null) return 'null';
  return typeof value === 'number' ? String(value) : pg.escapeLiteral(value);
}

/** The rows stand in `rows`, or are the answer. */
function idIn(answer: unknown): string {
  const rows: unknown = Array.isArray(answer) ? answer : (answer as { readonly rows?: unknown }).rows;
  const [row] = rows as { readonly id?: string }[];
  if (row?.id === undefined) throw new WebhookValidationError('tx did not answer the row of a query.');
  return row.id;
}
