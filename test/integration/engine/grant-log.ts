import type { Uuid } from '../../../src/domain/ids.ts';
import type { EngineHarness } from '../../support/engine-harness.ts';

/** Writes down every lease, whoever takes it, by the time that its row was given by the database. */
const LOG_GRANTS = `
create table grants (webhook_id uuid not null, granted_at timestamptz not null);
grant insert on grants to posthorn_app;
create function log_grant() returns trigger language plpgsql as $$
begin
  insert into grants values (new.webhook_id, new.updated_at);
  return null;
end $$;
create trigger log_grant after update on live_deliveries
  for each row when (new.status = 'in_progress' and old.lease_token < new.lease_token) execute function log_grant()`;

/** When each delivery of a webhook was leased: by a trigger, so that no process is believed. */
export class GrantLog {
  private constructor(private readonly engine: EngineHarness) {}

  static async open(engine: EngineHarness): Promise<GrantLog> {
    await engine.database.query(LOG_GRANTS);
    return new GrantLog(engine);
  }

  /** Milliseconds since 1970, in their order. */
  async of(webhookId: Uuid): Promise<number[]> {
    const rows = await this.engine.database.query<{ ms: number }>(
      `select (extract(epoch from granted_at) * 1000)::float8 as ms from grants where webhook_id = $1 order by 1`,
      [webhookId],
    );
    return rows.map(({ ms }) => ms);
  }
}

/** The most of some moments that lie within so many ms, wherever these begin. */
export function mostWithin(moments: readonly number[], periodMs: number): number {
  let [first, most] = [0, 0];
  for (const [index, moment] of moments.entries()) {
    while (moment - (moments[first] ?? 0) > periodMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
