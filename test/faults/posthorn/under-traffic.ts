import { createApiClient } from '../../support/api-client.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import type { Fault } from '../ledger/fault.ts';
import { audit } from '../ledger/ledger.ts';
import { countOpen, watchFinished } from '../ledger/ledger-rows.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { startRecordingReceiver, type RecordingReceiver } from '../ledger/recording-receiver.ts';
import { Member, type MemberSettings } from './member.ts';
import { startTraffic, type Traffic } from './traffic.ts';

const PATHS = ['/first', '/second'];
/** Long enough that every process has some in flight at any moment. */
const RECEIVER_DELAY_MS = 200;
/** One in so many requests fails at first, so that there are retries as well. */
const FAIL_EVERY = 20;
const RETRY = { schedule_ms: [200, 500, 1_000, 1_000, 1_000], jitter: 0.2 };
const START_PATIENCE_MS = 60_000;
const SETTLE_PATIENCE_MS = 60_000;

export interface TrafficPlan {
  readonly database: TestDatabase;
  readonly requestsPerSecond: number;
  readonly leaseMs: number;
  /** One a process; the database's own URL unless said. */
  readonly members: readonly (Pick<MemberSettings, 'role' | 'environment'> & {
    readonly databaseUrl?: string;
  })[];
  readonly receiverDelayMs?: number;
}

/** What a scenario works on. */
export interface Stage {
  readonly database: TestDatabase;
  readonly members: readonly Member[];
  readonly traffic: Traffic;
  readonly receiver: RecordingReceiver;
  /** Waits until so many further publishes have been acknowledged. */
  readonly acknowledgedMore: (count: number) => Promise<void>;
}

/**
 * Runs Posthorns under steady traffic while faults are done to them, then lets all of it settle and holds it against the
 * ledger.
 * @param inflict does the faults and answers them
 */
export async function underTraffic(
  plan: TrafficPlan,
  inflict: (stage: Stage) => Promise<readonly Fault[]>,
): Promise<LedgerReport> {
  const { database, leaseMs, requestsPerSecond, receiverDelayMs: delayMs = RECEIVER_DELAY_MS } = plan;
  await watchFinished(database);
  const receiver = await startRecordingReceiver({ delayMs, failEvery: FAIL_EVERY });
  const members = plan.members.map((member) => new Member({ databaseUrl: database.url, leaseMs, ...member }));
  try {
    await Promise.all(
      members.map(async (member) => {
        await member.start();
      }),
    );
    await register(members, receiver);
    const traffic = startTraffic(() => publishingUrls(members), requestsPerSecond);
    const stage = {
      database,
      members,
      traffic,
      receiver,
      acknowledgedMore: async (count: number) => {
        await awaitMore(traffic, count);
      },
    };
    const faults = await whileStopping(traffic, async () => {
      await stage.acknowledgedMore(requestsPerSecond);
      return await inflict(stage);
    });
    await eventually('all is delivered', async () => (await countOpen(database)) === 0, SETTLE_PATIENCE_MS);
    // What was paused or cut off still has results to record.
    await Promise.all(
      members.map(async (member) => {
        await member.stop();
      }),
    );
    return await audit(database, {
      acknowledged: traffic.acknowledged,
      arrivals: receiver.arrivals,
      faults,
      paths: PATHS,
    });
  } finally {
    await Promise.all(
      members.map(async (member) => {
        await member.kill();
      }),
    );
    await receiver.close();
  }
}

function publishingUrls(members: readonly Member[]): string[] {
  return members.flatMap(({ isPublishing, baseUrl }) => (isPublishing && baseUrl !== null ? [baseUrl] : []));
}

async function register(members: readonly Member[], receiver: RecordingReceiver): Promise<void> {
  const [baseUrl = ''] = publishingUrls(members);
  for (const path of PATHS) {
    const webhook = { url: receiver.url(path), retry: RETRY };
    const { status } = await createApiClient(baseUrl).post('/api/webhooks', webhook);
    if (status !== 201) throw new Error(`The webhook was answered ${status}.`);
  }
}

async function awaitMore({ acknowledged }: Traffic, count: number): Promise<void> {
  const goal = acknowledged.size + count;
  await eventually(`${count} more are acknowledged`, () => acknowledged.size >= goal, START_PATIENCE_MS);
}

async function whileStopping<T>(traffic: Traffic, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await traffic.stop();
  }
}
