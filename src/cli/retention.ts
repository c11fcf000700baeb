import { environmentForUpkeep } from '../config/environment.ts';
import { loadSettings } from '../config/load-settings.ts';
import { keepingOf } from '../config/settings.ts';
import { openDatabase } from '../database/database.ts';
import { createLogger } from '../operations/logger.ts';
import type { InstallationItem } from '../retention/retention-report.ts';
import { RetentionService } from '../retention/retention.service.ts';

const MIB = 1_048_576;

/** `posthorn retention`: what `GET /api/retention/installation` tells, as a table. */
export async function runRetention(): Promise<void> {
  const settings = loadSettings(environmentForUpkeep());
  const database = await openDatabase(settings, createLogger('error'));
  try {
    const keeping = { ...keepingOf(settings), statsDays: settings.history.statsDays };
    const items = await new RetentionService({ database, keeping }).reportInstallation();
    for (const line of describeRetention(items)) console.log(line);
  } finally {
    await database.close();
  }
}

/** Columns of one width each; a dash for what is not there or not known. */
export function describeRetention(items: readonly InstallationItem[]): string[] {
  const rows = items.map(({ kind, days, oldestAt, goesAt, estimatedRows, bytes }) => [
    kind,
    days === null ? '-' : `${days} days`,
    toMinute(oldestAt),
    toMinute(goesAt),
    estimatedRows === null ? '-' : String(estimatedRows),
    bytes === null ? '-' : `${(bytes / MIB).toFixed(1)} MiB`,
  ]);
  const table = [['kind', 'kept', 'oldest', 'goes', 'rows (about)', 'size'], ...rows];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function toMinute(moment: number | null): string {
  return moment === null ? '-' : `${new Date(moment).toISOString().slice(0, 16)}Z`;
}
