import { answerParent } from './answer-parent.ts';
import { publishAtPace } from './bench-engine.ts';
import { openEngine, type OpenEngine } from './open-engine.ts';

/** What a process is told: to publish so many events and to deliver what comes of them. */
export interface CeilingRun {
  readonly databaseUrl: string;
  readonly events: number;
}

/** The ceiling test's shape as a process of its own, on a database that it may share. */
let engine: OpenEngine | null = null;

answerParent(
  async ({ databaseUrl, events }: CeilingRun) => {
    if (engine === null) {
      engine = await openEngine(databaseUrl);
      engine.worker.start();
    }
    await publishAtPace(engine, events);
    return 'published';
  },
  async () => {
    await engine?.close();
  },
);
