import { EVENTS_A_STATEMENT, handOff } from './bench-engine.ts';
import { answerParent } from './answer-parent.ts';
import { openEngine, type OpenEngine } from './open-engine.ts';

export interface CeilingRun {
  readonly databaseUrl: string;
  readonly events: number;
  readonly deliveries: number;
}

/** The ceiling test's shape as a process of its own: told what to run it warms up, told to start it runs. */
let engine: OpenEngine | null = null;
let run: CeilingRun | null = null;

async function prepare(told: CeilingRun): Promise<void> {
  run = told;
  engine = await openEngine(told.databaseUrl);
  engine.worker.start();
  await handOff(engine, EVENTS_A_STATEMENT, (EVENTS_A_STATEMENT * told.deliveries) / told.events);
}

answerParent(
  async (message: CeilingRun | 'start') => {
    if (message !== 'start') await prepare(message);
    else if (engine !== null && run !== null) await handOff(engine, run.events, run.deliveries);
    return 'done';
  },
  async () => {
    await engine?.close();
  },
);
