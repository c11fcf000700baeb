import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { DATA, PATIENCE_MS, perSecond, type Rate } from './bench-engine.ts';
import { scaled } from './scale.ts';
import { dispatch, openPool, signRequest } from './signed-request.ts';

export const GRAPHILE_JOBS = scaled(10_000);
const JOBS_A_STATEMENT = 1_000;
const CONCURRENCY = 64;
const QUIET = new Logger(() => () => undefined);

/** How its workers fetch and complete jobs; what is not said is as it comes. */
export type GraphileTuning = Pick<GraphileConfig.WorkerOptions, 'localQueue' | 'completeJobBatchDelay'>;

/** Jobs a second from a full queue, each of which sends one signed request. */
export async function measureGraphileJobs(url: string, tuning: GraphileTuning): Promise<Rate> {
  const database = await createTestDatabase(true);
  const pool = openPool(url, CONCURRENCY);
  try {
    await addJobs(database);
    const startedAt = performance.now();
    const runner = await run({
      connectionString: database.url,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      logger: QUIET,
      preset: { worker: tuning },
      taskList: {
        send: async (payload) => {
          await dispatch(pool, signRequest(JSON.stringify(payload)));
        },
      },
    });
    try {
      await awaitNoJobs(database);
      return perSecond(GRAPHILE_JOBS, startedAt);
    } finally {
      await runner.stop();
    }
  } finally {
    await pool.close();
    await database.drop();
  }
}

async function addJobs({ url }: TestDatabase): Promise<void> {
  const utils = await makeWorkerUtils({ connectionString: url, logger: QUIET });
  const payload: unknown = JSON.parse(DATA);
  try {
    await utils.migrate();
    for (let added = 0; added < GRAPHILE_JOBS; added += JOBS_A_STATEMENT) {
      const size = Math.min(JOBS_A_STATEMENT, GRAPHILE_JOBS - added);
      await utils.addJobs(Array.from({ length: size }, () => ({ identifier: 'send', payload })));
    }
  } finally {
    await utils.release();
  }
}

async function awaitNoJobs(database: TestDatabase): Promise<void> {
  const isEmpty = async (): Promise<boolean> =>
    (await database.query('select from graphile_worker._private_jobs limit 1')).length === 0;
  await eventually('the jobs are done', isEmpty, PATIENCE_MS);
}
