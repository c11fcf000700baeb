import { setTimeout as delay } from 'node:timers/promises';
import { environmentForUpkeep } from '../config/environment.ts';
import { loadSettings } from '../config/load-settings.ts';
import { withAdvisoryLock } from '../database/advisory-lock.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { Rollups, STATS_DUTY } from '../engine/history/rollups.ts';
import { createLogger } from '../operations/logger.ts';

const LOCK_POLL_MS = 500;

/** `posthorn rebuild-stats`: counts the statistics of all attempts that are kept anew, beside the running processes. */
export async function runRebuildStats(): Promise<void> {
  const settings = loadSettings(environmentForUpkeep());
  const log = createLogger('error');
  const database = await openDatabase(settings, log);
  try {
    const rollups = new Rollups({ pool: database.enginePool, log, keptDays: settings.history.statsDays });
    await rebuildStats(rollups, database.apiPool, console.log);
  } finally {
    await database.close();
  }
}

/** Waits for the process that counts now; nobody else counts meanwhile. @param tell is told of each day that is done */
export async function rebuildStats(
  rollups: Rollups,
  pool: Database['apiPool'],
  tell: (line: string) => void,
): Promise<void> {
  const rebuild = async (): Promise<void> => {
    await rollups.rebuild((day, last) => {
      tell(`${toDay(day)} of ${toDay(last)} is counted.`);
    });
  };
  while (!(await withAdvisoryLock(pool, STATS_DUTY, rebuild))) await delay(LOCK_POLL_MS);
  tell('The statistics are those of the attempts that are kept.');
}

function toDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
