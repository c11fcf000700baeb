import type { AxiosInstance } from 'axios';
import { createApiClient, publishMany } from '../../support/api-client.ts';
import { eventually } from '../../support/eventually.ts';
import { countByEvent } from '../../support/ledger.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { emptyReport, type LedgerReport } from '../ledger/ledger-report.ts';
import { Member } from '../posthorn/member.ts';
import type { ScenarioOptions } from './scenario.ts';

const SLOTS = 20;
const PATIENCE_MS = 600_000;

interface ReplayAnswer {
  readonly id: string;
  readonly status: string;
  readonly total_count: number;
  readonly replayed_count: number;
}

interface Scene {
  readonly database: TestDatabase;
  readonly receiver: Receiver;
  /** What the receiver answers from then on: 204, and before that 500. */
  readonly heal: () => void;
  readonly start: () => Promise<{ readonly member: Member; readonly api: AxiosInstance }>;
}

/**
 * A replay of so many dead letters, started three times under one key, whose process is killed with SIGKILL when half of them
 * are due again: another goes on with it. Each is sent once more but for what was in flight, and the progress never goes back.
 */
export async function runReplayedDeadLetters(
  { leaseMs, say }: ScenarioOptions,
  { count, ratePerSecond }: { readonly count: number; readonly ratePerSecond: number },
): Promise<LedgerReport> {
  const database = await createTestDatabase();
  let isFailing = true;
  const receiver = await startReceiver(() => (isFailing ? { status: 500 } : { status: 204, delayMs: 20 }));
  const members: Member[] = [];
  const start: Scene['start'] = async () => {
    const environment = { POSTHORN_SLOTS: String(SLOTS) };
    const member = new Member({ databaseUrl: database.url, role: 'all', leaseMs, environment });
    members.push(member);
    await member.start();
    return { member, api: createApiClient(member.baseUrl ?? '') };
  };
  try {
    const heal = (): void => {
      isFailing = false;
    };
    return await replay({ database, receiver, heal, start }, { count, ratePerSecond, say });
  } finally {
    for (const member of members) await member.kill();
    await receiver.close();
    await database.drop();
  }
}

async function replay(
  { database, receiver, heal, start }: Scene,
  { count, ratePerSecond, say }: { count: number; ratePerSecond: number; say: ScenarioOptions['say'] },
): Promise<LedgerReport> {
  const violations: string[] = [];
  const first = await start();
  const eventIds = await makeDeadLetters(database, receiver, first.api, count);
  say(`${count} dead letters`);
  const before = receiver.requests.length;
  heal();
  const id = await startThrice(first.api, { count, ratePerSecond }, violations);

  let seen = 0;
  const look = async (api: AxiosInstance): Promise<ReplayAnswer> => {
    const { data } = await api.get<ReplayAnswer>(`/api/replays/${id}`);
    if (data.replayed_count < seen) violations.push(`progress went from ${seen} to ${data.replayed_count}`);
    seen = data.replayed_count;
    return data;
  };
  await eventually(
    'half is due again',
    async () => (await look(first.api)).replayed_count >= count / 2,
    PATIENCE_MS,
  );
  await first.member.kill();
  say(`killed at ${seen} of ${count}`);
  if (seen >= count) violations.push('it was over before the kill');

  const second = await start();
  await eventually(
    'another completes it',
    async () => (await look(second.api)).status === 'completed',
    PATIENCE_MS,
  );
  if (seen !== count) violations.push(`it replayed ${seen}`);
  await eventually(
    'everything is delivered',
    async () => (await countOf(database, 'delivered')) === count,
    PATIENCE_MS,
  );
  const sent = receiver.requests.length - before;
  say(`sent ${sent} for ${count}`);
  return judge({ receiver, eventIds, sent, violations });
}

/** Whoever got no answer asks again, with the same key. */
async function startThrice(
  api: AxiosInstance,
  { count, ratePerSecond }: { count: number; ratePerSecond: number },
  violations: string[],
): Promise<string> {
  const body = { filter: {}, mode: 'failed', rate_per_second: ratePerSecond };
  const headers = { 'Idempotency-Key': 'the replay of the night' };
  const starts = await Promise.all(
    [1, 2, 3].map(async () => await api.post<ReplayAnswer>('/api/replays', body, { headers })),
  );
  const [id = '', ...others] = new Set(starts.map(({ data }) => data.id));
  if (others.length > 0) violations.push(`${others.length + 1} replays were started`);
  for (const { status, data } of starts) {
    if (status !== 202) violations.push(`a start was answered ${status}`);
    else if (data.total_count !== count) violations.push(`it is of ${data.total_count}`);
  }
  return id;
}

async function makeDeadLetters(
  database: TestDatabase,
  receiver: Receiver,
  api: AxiosInstance,
  count: number,
): Promise<string[]> {
  const { status } = await api.post('/api/webhooks', { url: receiver.url, retry: { max_attempts: 1 } });
  if (status !== 201) throw new Error(`The webhook was answered ${status}.`);
  const eventIds = await publishMany(api, 'order.paid', count);
  await eventually(
    'all are given up',
    async () => (await countOf(database, 'dead_letter')) === count,
    PATIENCE_MS,
  );
  return eventIds;
}

async function countOf(database: TestDatabase, status: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'select count(*)::int as count from finished_deliveries where status = $1::delivery_status',
    [status],
  );
  return row?.count ?? 0;
}

function judge({
  receiver,
  eventIds,
  sent,
  violations,
}: {
  readonly receiver: Receiver;
  readonly eventIds: readonly string[];
  readonly sent: number;
  readonly violations: readonly string[];
}): LedgerReport {
  const counts = countByEvent(receiver);
  // Once as they failed, and once again.
  const lost = eventIds.filter((id) => (counts.get(id) ?? 0) < 2);
  const duplicated = sent - (eventIds.length - lost.length);
  return {
    ...emptyReport(),
    published: eventIds.length,
    received: eventIds.length - lost.length,
    lost: lost.length,
    duplicated,
    duplicatesAllowed: SLOTS,
    violations: [
      ...violations,
      ...lost.map((id) => `not sent again: ${id}`),
      ...(duplicated > SLOTS ? [`${duplicated} were sent twice, of ${SLOTS} in flight`] : []),
    ],
  };
}
