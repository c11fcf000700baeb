import { expect } from '@jest/globals';
import type pg from 'pg';
import type { TestApp } from './test-app.ts';

/** What both ways take; data is JSON text. */
export interface Given {
  readonly type?: string;
  readonly data?: string;
  readonly idempotency_key?: string;
  readonly priority?: number;
  readonly tags?: readonly string[];
  readonly occurred_at?: string;
  readonly expires_after_ms?: number;
}

/** @returns the event's id; null where it is refused */
export async function publishOverHttp(
  { url }: Pick<TestApp, 'url'>,
  { data = '{}', ...rest }: Given,
): Promise<string | null> {
  const fields = JSON.stringify({ type: 'order.paid', ...rest });
  const answer = await fetch(`${url}/api/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: `${fields.slice(0, -1)},"data":${data}}`,
  });
  const body = (await answer.json()) as { id?: string };
  expect([202, 400, 413, 422]).toContain(answer.status);
  return answer.status === 202 ? (body.id ?? '') : null;
}

export async function publishFromSql(
  pool: pg.Pool,
  { type = 'order.paid', data = '{}', ...rest }: Given,
): Promise<string | null> {
  try {
    const { rows } = await pool.query<{ id: string }>(
      `select posthorn.publish($1, $2, idempotency_key => $3, priority => $4, tags => $5,
                               occurred_at => $6::text::timestamptz, expires_after_ms => $7) as id`,
      [
        type,
        data,
        rest.idempotency_key ?? null,
        rest.priority ?? null,
        rest.tags ?? null,
        rest.occurred_at ?? null,
        rest.expires_after_ms ?? null,
      ],
    );
    return rows[0]?.id ?? '';
  } catch (error) {
    // Of a class that says whose fault it is, and with a word on what to do but where the text itself cannot be stored.
    const { code, hint } = error as pg.DatabaseError;
    expect(code).toMatch(/^(22|54)/);
    if (code !== '22021') expect(hint).toMatch(/\.$/);
    return null;
  }
}
