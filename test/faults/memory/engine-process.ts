import { setTimeout as delay } from 'node:timers/promises';
import { newEvent } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { answerParent } from '../../load/answer-parent.ts';
import { openEngine, type OpenEngine } from '../../load/open-engine.ts';

/** What the process is told to do before it answers how much memory it holds. */
export interface MemoryStep {
  readonly databaseUrl: string;
  /** Of the events that it publishes, one after another. */
  readonly eventType: string;
  readonly events: number;
  /** How many attempts that must come to. */
  readonly attempts: number;
}

/** All in bytes, after a collection of garbage; but for the peak, which is the process's since its start. */
export interface MemoryHeld {
  readonly residentBytes: number;
  readonly peakResidentBytes: number;
  /** JavaScript's objects and the buffers that they hold. */
  readonly heapBytes: number;
}

const KIB = 1_024;
const PATIENCE_MS = 600_000;
const ROUND_MS = 50;
const IDLE_ROUNDS = 5;
const NOISE_BYTES = 100_000;

let engine: OpenEngine | null = null;

async function run({ databaseUrl, eventType, events, attempts }: MemoryStep): Promise<MemoryHeld> {
  if (engine === null) {
    engine = await openEngine(databaseUrl);
    engine.worker.start();
  }
  const { publisher, worker } = engine;
  const before = worker.statistics().attempts;
  for (let count = 0; count < events; count += 1) await publisher.publish([newEvent(eventType, '{}')]);
  const isDone = (): boolean => worker.statistics().attempts >= before + attempts;
  await eventually('all is attempted', isDone, PATIENCE_MS);
  return await settledMemory();
}

/** Collects until a few rounds have found nothing more: closed sockets let go of their buffers a turn or two later. */
async function settledMemory(): Promise<MemoryHeld> {
  let heapBytes = Infinity;
  for (let idleRounds = 0; idleRounds < IDLE_ROUNDS; idleRounds += 1) {
    globalThis.gc?.();
    await delay(ROUND_MS);
    const { heapUsed, external } = process.memoryUsage();
    if (heapUsed + external < heapBytes - NOISE_BYTES) idleRounds = 0;
    heapBytes = Math.min(heapBytes, heapUsed + external);
  }
  return {
    residentBytes: process.memoryUsage.rss(),
    peakResidentBytes: process.resourceUsage().maxRSS * KIB,
    heapBytes,
  };
}

answerParent(run, async () => {
  await engine?.close();
});
