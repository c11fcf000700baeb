import type pg from 'pg';
import { nodesOf, type PlanNode } from './plan-nodes.ts';
import type { TestDatabase } from './test-database.ts';

interface WatchedPlan {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

/** Has the server tell the plan of each statement of its next connections, as it ran: custom or generic, whichever it chose. */
export async function tellPlans(database: TestDatabase, superuser: pg.Pool): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
  };
  for (const [setting, value] of Object.entries(settings)) {
    await superuser.query(`alter database ${name} set ${setting} = '${value}'`);
  }
}

/** The plans of what the pool's connections have run, by a word of the statement's text; a look forgets them. */
export class PlanWatch {
  private plans: WatchedPlan[] = [];

  constructor(pool: pg.Pool) {
    pool.on('connect', (client) => {
      client.on('notice', ({ message = '' }) => {
        const start = message.indexOf('{');
        if (message.includes('plan:') && start !== -1) {
          this.plans.push(JSON.parse(message.slice(start)) as WatchedPlan);
        }
      });
    });
  }

  /** All nodes of each plan, the root first. */
  take(text: string): PlanNode[][] {
    const chosen = this.plans.filter((plan) => plan['Query Text'] === text);
    this.plans = this.plans.filter((plan) => plan['Query Text'] !== text);
    return chosen.map(({ Plan }) => nodesOf(Plan));
  }
}
