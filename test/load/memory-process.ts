import { newEvent } from '../support/engine-harness.ts';
import { answerParent } from './answer-parent.ts';
import { awaitAttempts, DATA, handOff } from './bench-engine.ts';
import { openEngine, type OpenEngine } from './open-engine.ts';

/** What the process is told to do before it answers how much memory it holds. */
export interface MemoryStep {
  readonly databaseUrl: string;
  readonly nameServer: string;
  /** To the webhooks of the ceiling's shape; 0 publishes one event to every further origin instead. */
  readonly events: number;
  readonly deliveries: number;
}

const MIB = 1_048_576;
let engine: OpenEngine | null = null;

async function run({ databaseUrl, nameServer, events, deliveries }: MemoryStep): Promise<number> {
  if (engine === null) {
    engine = await openEngine(databaseUrl, [nameServer]);
    engine.worker.start();
  }
  if (events > 0) {
    await handOff(engine, events, deliveries);
  } else {
    const before = engine.worker.statistics().attempts;
    await engine.publisher.publish([newEvent('origins', DATA)]);
    await awaitAttempts(engine, before + deliveries);
  }
  globalThis.gc?.();
  return process.memoryUsage.rss() / MIB;
}

answerParent(run, async () => {
  await engine?.close();
});
