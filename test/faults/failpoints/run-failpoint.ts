import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { toPublicId } from '../../../src/domain/ids.ts';
import { forkTypeScript } from '../../load/child-process.ts';
import { DEFAULT_TENANT, newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { faultBetween, type Fault } from '../ledger/fault.ts';
import { audit } from '../ledger/ledger.ts';
import { countOpen, watchFinished } from '../ledger/ledger-rows.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { startRecordingReceiver, type RecordingReceiver } from '../ledger/recording-receiver.ts';
import {
  isOfPromoting,
  isOfPublishing,
  isOfRelay,
  type FaultPlan,
  type SuffererMessage,
  type SuffererPlan,
} from './failpoint.ts';

const SUFFERER = new URL('./sufferer.ts', import.meta.url);
const PATHS = ['/first', '/second'];
const RECEIVER_DELAY_MS = 10;
/** Until another worker has taken over what was held. */
const BEYOND_LEASE_MS = 2_000;
/** Looks in a row at which nothing more has arrived of what a killed process had sent. */
const QUIET_LOOKS = 5;
const START_PATIENCE_MS = 30_000;
/** Beyond the lease and the hold: promotion comes within a second, and the machine may be busy. */
const SETTLE_PATIENCE_MS = 30_000;

/** One fault at one boundary, on a database of its own. @returns the ledger, once everything is delivered */
export async function runFailpoint(plan: FaultPlan): Promise<LedgerReport> {
  const engine = await startEngine({ leaseMs: plan.leaseMs });
  const receiver = await startRecordingReceiver({ delayMs: RECEIVER_DELAY_MS });
  try {
    await watchFinished(engine.database);
    for (const path of PATHS) await engine.addWebhook({ url: receiver.url(path) });
    const acknowledged = isOfPublishing(plan.failpoint) ? [] : await publish(engine, plan);
    const sufferer = new Sufferer(toSuffererPlan(plan, engine.database.url));
    const fault = await inflict(plan, sufferer, engine, receiver);
    await eventually(
      'all is delivered',
      async () => (await countOpen(engine.database)) === 0,
      SETTLE_PATIENCE_MS,
    );
    await sufferer.stop();
    await engine.worker.stop(SETTLE_PATIENCE_MS);
    return await audit(engine.database, {
      acknowledged: new Set([...acknowledged, ...sufferer.acknowledged]),
      arrivals: receiver.arrivals,
      faults: [fault],
      paths: PATHS,
    });
  } finally {
    await receiver.close();
    await engine.close();
  }
}

function toSuffererPlan(plan: FaultPlan, databaseUrl: string): SuffererPlan {
  return {
    ...plan,
    databaseUrl,
    holdMs: plan.leaseMs + BEYOND_LEASE_MS,
    // What was acknowledged before the fault has to come through as well.
    passes: isOfPublishing(plan.failpoint) ? Math.floor(plan.events / 2) : 0,
  };
}

/** Publishes so that the very stage which is to suffer finds its work. @returns the ids as requests show them */
async function publish(engine: EngineHarness, { failpoint, events }: FaultPlan): Promise<string[]> {
  const { database, publisher, subscriptions } = engine;
  if (isOfRelay(failpoint)) {
    // Matched against webhooks that have changed since, events are left to the relay.
    await subscriptions.get(DEFAULT_TENANT);
    await database.query('update subscription_versions set version = version + 1');
  }
  const published = await publisher.publish(
    Array.from({ length: events }, (_, number) => newEvent('fault', JSON.stringify({ number }))),
  );
  if (isOfPromoting(failpoint)) await database.query('update live_deliveries set ready = false');
  return published.map(({ id }) => toPublicId('event', id));
}

/** A worker beside the one that suffers takes over, but for a dropped connection, which that one has to make good. */
async function inflict(
  plan: FaultPlan,
  sufferer: Sufferer,
  engine: EngineHarness,
  receiver: RecordingReceiver,
): Promise<Fault> {
  const startedAt = await sufferer.struck();
  if (plan.fault === 'drop') {
    await sufferer.published();
    return faultBetween(startedAt, startedAt);
  }
  if (plan.fault === 'kill') await awaitQuiet(receiver);
  engine.worker.start();
  if (plan.fault === 'kill') return faultBetween(startedAt, Date.now());
  const endedAt = await sufferer.over();
  await sufferer.published();
  return faultBetween(startedAt, endedAt);
}

/** What a process had sent when it was killed is still on its way through the sockets. */
async function awaitQuiet({ arrivals }: RecordingReceiver): Promise<void> {
  let [seen, looks] = [-1, 0];
  await eventually('no more arrives', () => {
    looks = arrivals.length === seen ? looks + 1 : 0;
    seen = arrivals.length;
    return looks >= QUIET_LOOKS;
  });
}

/** The process that suffers, as its parent sees it. */
class Sufferer {
  readonly acknowledged: string[] = [];
  private readonly messages: SuffererMessage[] = [];
  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;
  private exitedAt: number | null = null;

  constructor(private readonly plan: SuffererPlan) {
    this.child = forkTypeScript(SUFFERER, {
      environment: { FAULT_PLAN: JSON.stringify(plan) },
      isQuiet: true,
    });
    this.child.on('message', (message: SuffererMessage) => {
      this.messages.push(message);
      if (message.kind === 'acknowledged') this.acknowledged.push(message.eventId);
    });
    this.exited = once(this.child, 'exit').then(() => {
      this.exitedAt = Date.now();
    });
  }

  async struck(): Promise<number> {
    if (this.plan.fault !== 'kill') return (await this.message('struck')).at;
    return await eventually('it is killed', () => this.killedAt(), START_PATIENCE_MS);
  }

  async over(): Promise<number> {
    return (await this.message('over')).at;
  }

  async published(): Promise<void> {
    await this.message('published');
  }

  /** Ends it, recording what it has in flight. */
  async stop(): Promise<void> {
    if (this.exitedAt === null) this.child.disconnect();
    await this.exited;
    if (this.plan.fault !== 'kill' && this.child.exitCode !== 0)
      throw new Error('It did not stop by itself.');
  }

  private killedAt(): number | null {
    this.refuseFailure();
    return this.child.signalCode === 'SIGKILL' ? this.exitedAt : null;
  }

  private async message<Kind extends SuffererMessage['kind']>(
    kind: Kind,
  ): Promise<Extract<SuffererMessage, { kind: Kind }>> {
    return await eventually(
      `it says '${kind}'`,
      () => {
        this.refuseFailure();
        return this.messages.find(
          (message): message is Extract<SuffererMessage, { kind: Kind }> => message.kind === kind,
        );
      },
      START_PATIENCE_MS + this.plan.holdMs,
    );
  }

  private refuseFailure(): void {
    const failure = this.messages.find((message) => message.kind === 'failed');
    if (failure !== undefined) throw new Error(failure.reason);
  }
}
