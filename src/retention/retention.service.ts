import type { Database } from '../database/database.ts';
import { ofEveryTenant, readInTenant } from '../database/tenant-scope.ts';
import type { Uuid } from '../domain/ids.ts';
import { run } from '../engine/statement.ts';
import {
  reportInstallation,
  reportTenant,
  type InstallationItem,
  type InstallationKeeping,
  type OldestRow,
  type TenantItem,
} from './retention-report.ts';
import { OLDEST_OF_ALL } from './sql/oldest-of-all.ts';
import { OLDEST_OF_TENANT } from './sql/oldest-of-tenant.ts';

export interface RetentionServiceParts {
  readonly database: Pick<Database, 'apiPool' | 'enginePool'>;
  readonly keeping: InstallationKeeping;
}

interface TenantRow {
  readonly event_data_days: number | null;
  readonly attempt_data_days: number | null;
  readonly history_days: number | null;
  readonly event_id: Uuid | null;
  readonly event_data_id: Uuid | null;
  readonly delivery_id: Uuid | null;
  readonly attempt_data_mark: Uuid | null;
}

/** Tells what is kept how long, and when the oldest of it goes. */
export class RetentionService {
  constructor(private readonly parts: RetentionServiceParts) {}

  /** On the engine's pool, whose planner is held to indexes: of a day whose statistics are still to come, it would read all. */
  async reportTenant(tenantId: Uuid): Promise<TenantItem[]> {
    const { database, keeping } = this.parts;
    const [row] = await readInTenant(
      database.enginePool,
      tenantId,
      async (db) => await run<TenantRow>(db, OLDEST_OF_TENANT, [tenantId]),
    );
    if (row === undefined) throw new Error('a tenant that acts was not there');
    const own = {
      eventDataDays: row.event_data_days,
      attemptDataDays: row.attempt_data_days,
      historyDays: row.history_days,
    };
    return reportTenant(own, keeping, {
      eventId: row.event_id,
      eventDataId: row.event_data_id,
      deliveryId: row.delivery_id,
      attemptDataMark: row.attempt_data_mark,
    });
  }

  async reportInstallation(): Promise<InstallationItem[]> {
    const { database, keeping } = this.parts;
    const rows = await run<OldestRow>(ofEveryTenant(database.apiPool), OLDEST_OF_ALL, []);
    return reportInstallation(keeping, rows);
  }
}
