import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { joinDatabaseRelay } from './database-inside.ts';
import { EveryAddress, PRIVATE, resolvesTo } from './every-address.ts';

/** A network whose addresses are routed to nobody: what is sent there is neither taken nor refused. */
const SWALLOWED = '10.66.0.5';
const SWALLOW = ['route', 'add', '10.66.0.0/24', 'dev', 'lo', 'table', 'local'];
const CLOSED_PORT = 81;
const ROUNDS = 61;
const LIMIT_MS = 120_000;

/** What the port of an inner address may be. */
const TARGETS = {
  open: `${PRIVATE}:80`,
  closed: `${PRIVATE}:${String(CLOSED_PORT)}`,
  swallowed: SWALLOWED,
} as const;
type Target = keyof typeof TARGETS;
const NAMES = Object.keys(TARGETS) as Target[];
/** Names of them. */
const HOSTS: Readonly<Record<Target, string>> = {
  open: 'open.test:80',
  closed: `closed.test:${String(CLOSED_PORT)}`,
  swallowed: 'swallowed.test',
};

let leave: () => Promise<void>;
let network: EveryAddress;
let app: TestApp;

beforeAll(async () => {
  leave = await joinDatabaseRelay();
  execFileSync('ip', SWALLOW);
  network = await EveryAddress.start();
  network.reply = (question) =>
    resolvesTo(question.name.startsWith('swallowed') ? SWALLOWED : PRIVATE)(question);
  app = await startTestApp({
    POSTHORN_ALLOWED_NETWORKS: '',
    POSTHORN_DNS_SERVERS: network.nameServerAddress,
    POSTHORN_TEST_SENDS_PER_MINUTE: '10000',
  });
}, LIMIT_MS);

afterAll(async () => {
  await app.close();
  await network.close();
  await leave();
});

interface Look {
  readonly status: number;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly tookMs: number;
}

async function look(scheme: string, host: string): Promise<Look> {
  const startedAt = performance.now();
  const answer = await app.post('/api/webhooks/test', {
    url: `${scheme}://${host}/`,
    event_type: 'a',
    data: {},
  });
  const tookMs = performance.now() - startedAt;
  return { status: answer.status, type: answer.type, body: answer.body as Look['body'], tookMs };
}

/** The answer without what differs between any two: ids, times, and the signature over them. */
function lasting({ status, type, body }: Look): object {
  const {
    event_id: id,
    started_at: at,
    duration_ms: took,
    timings,
    request_headers: headers,
    ...rest
  } = body;
  expect([typeof id, typeof at, typeof took]).toEqual(['string', 'string', 'number']);
  const stages = Object.entries(timings as Record<string, number | null>);
  return {
    status,
    type,
    ...rest,
    headerNames: Object.keys(headers as object),
    // Which stages were reached, not how long they took.
    stages: stages.map(([stage, ms]) => [stage, ms === null]),
  };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(q * (sorted.length - 1))] ?? Number.NaN;
}

describe('the network of this test', () => {
  it('has an open port, a closed one, and an address that answers nothing', async () => {
    const open = net.connect(80, PRIVATE);
    await once(open, 'connect');
    open.destroy();
    const closed = net.connect(CLOSED_PORT, PRIVATE);
    await expect(once(closed, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const swallowed = net.connect(80, SWALLOWED);
    const patience = AbortSignal.timeout(500);
    await expect(once(swallowed, 'connect', { signal: patience })).rejects.toMatchObject({
      name: 'AbortError',
    });
    swallowed.destroy();
    network.forget();
  });
});

describe.each([
  ['by address', TARGETS],
  ['by name', HOSTS],
])('an inner port %s', (_name, hosts) => {
  it(
    'looks the same through a test send whatever it is, and takes no longer',
    async () => {
      const tookMs: Record<Target, number[]> = { open: [], closed: [], swallowed: [] };
      const looks = new Set<string>();
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const name of NAMES) {
          const seen = await look(round % 2 === 0 ? 'http' : 'https', hosts[name]);
          tookMs[name].push(seen.tookMs);
          looks.add(JSON.stringify(lasting(seen)));
        }
      }
      expect([...looks].map((text) => JSON.parse(text) as object)).toMatchObject([
        { status: 200, outcome: 'failed', error_type: 'refused_address', response_status: null },
      ]);
      // Of one run, whatever else the machine does: the middles lie closer together than the values themselves.
      const all = Object.values(tookMs).flat();
      const spreadMs = quantile(all, 0.9) - quantile(all, 0.1);
      const middles = NAMES.map((name) => quantile(tookMs[name], 0.5));
      expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(spreadMs);
      expect(network.acceptedOn()).toEqual([]);
    },
    LIMIT_MS,
  );
});
