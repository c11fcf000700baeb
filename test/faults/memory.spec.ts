import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HostileServer, flood } from '../integration/transport/hostile-servers.ts';
import { RawReceiver, respond } from '../integration/transport/raw-receiver.ts';
import { quickRetry } from '../integration/engine/delivery-rows.ts';
import { ask, forkTypeScript, letGo } from '../load/child-process.ts';
import { startEngine, type EngineHarness } from '../support/engine-harness.ts';
import type { MemoryHeld, MemoryStep } from './memory/engine-process.ts';

/** HOSTILE_ATTEMPTS=10000 is the whole of it; the bounds are the same. */
const ATTEMPTS = Number(process.env.HOSTILE_ATTEMPTS ?? 1_000);
/** Until pools, caches and compiled code are what they will be. */
const WARM_UP_ATTEMPTS = 500;
/** A leak of one socket an attempt would take tens of KiB each. */
const HEAP_GROWTH_BYTES_MAX = 4_194_304;
/** Beyond the heap: TLS contexts, sockets and what the allocator keeps. */
const RESIDENT_GROWTH_BYTES_MAX = 33_554_432;
const ENDLESS_AT_ONCE = 10;
const LIMIT_MS = 900_000;

const PROGRAM = new URL('./memory/engine-process.ts', import.meta.url);
const CERTIFICATES = new URL('../integration/transport/certificates/', import.meta.url);

let engine: EngineHarness;
let child: ChildProcess;
let servers: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  engine = await startEngine();
  child = forkTypeScript(PROGRAM, {
    // A young generation as large as production's would take longer to fill than the test.
    nodeOptions: ['--expose-gc', '--max-semi-space-size=4'],
    isQuiet: true, // Node warns of the variable
    environment: {
      NODE_EXTRA_CA_CERTS: fileURLToPath(new URL('authority.pem', CERTIFICATES)),
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    },
  });
});

afterEach(async () => {
  await letGo(child);
  await engine.close();
  await Promise.all(servers.map(async (server) => server.close()));
  servers = [];
});

async function run(step: Omit<MemoryStep, 'databaseUrl'>): Promise<MemoryHeld> {
  return await ask<MemoryHeld>(child, { databaseUrl: engine.database.url, ...step });
}

async function addWebhook(url: string): Promise<void> {
  await engine.addWebhook({ url, events: ['hostile'], retry: quickRetry(1), maxInFlight: ENDLESS_AT_ONCE });
}

/** Behind an address that the certificate is not for, has ceased to be for, or vouches for itself. */
async function addBadCertificate(certificate: string, host: string): Promise<void> {
  const [key, cert] = ['server.key', certificate].map((name) => readFileSync(new URL(name, CERTIFICATES)));
  const receiver = await RawReceiver.start(respond(200), { host, tls: { key, cert } });
  servers.push(receiver);
  await addWebhook(receiver.url('/', host));
}

/** Attempts by webhook beyond the warm-up, and what they cost. */
async function growthOver(webhooks: number): Promise<Record<keyof MemoryHeld, number>> {
  const step = (attempts: number): Omit<MemoryStep, 'databaseUrl'> => {
    const events = Math.ceil(attempts / webhooks);
    return { eventType: 'hostile', events, attempts: events * webhooks };
  };
  const before = await run(step(WARM_UP_ATTEMPTS));
  const after = await run(step(ATTEMPTS));
  const growth = {
    residentBytes: after.residentBytes - before.residentBytes,
    peakResidentBytes: after.peakResidentBytes - before.peakResidentBytes,
    heapBytes: after.heapBytes - before.heapBytes,
  };
  process.stdout.write(
    `${ATTEMPTS} attempts beyond ${WARM_UP_ATTEMPTS}: ${JSON.stringify({ after, growth })}\n`,
  );
  return growth;
}

/** How the attempts of all webhooks ended, with their number. */
async function endings(): Promise<Record<string, number>> {
  const rows = await engine.database.query<{ ending: string; count: number }>(
    `select coalesce(error_type, response_status::text) as ending, count(*)::int as count from attempts group by 1`,
  );
  return Object.fromEntries(rows.map(({ ending, count }) => [ending, count]));
}

function expectFlat({ heapBytes, residentBytes }: MemoryHeld): void {
  expect(heapBytes).toBeLessThan(HEAP_GROWTH_BYTES_MAX);
  expect(residentBytes).toBeLessThan(RESIDENT_GROWTH_BYTES_MAX);
}

describe('memory stays flat', () => {
  it(
    'over attempts against certificates that are not valid, each a TLS error whatever the environment says',
    async () => {
      await addBadCertificate('self-signed.pem', '127.0.0.1');
      await addBadCertificate('expired.pem', '127.0.0.1');
      await addBadCertificate('valid.pem', '127.0.0.2');
      expectFlat(await growthOver(3));
      const { tls_error: count = 0, ...others } = await endings();
      expect(others).toEqual({});
      expect(count).toBeGreaterThanOrEqual(ATTEMPTS + WARM_UP_ATTEMPTS);
    },
    LIMIT_MS,
  );

  it(
    'over endless bodies, ten at a time',
    async () => {
      for (let count = 0; count < ENDLESS_AT_ONCE; count += 1) {
        const server = await HostileServer.start(flood('HTTP/1.1 200 OK\r\n\r\n', 'x'));
        servers.push(server);
        await addWebhook(server.url());
      }
      const growth = await growthOver(ENDLESS_AT_ONCE);
      expectFlat(growth);
      expect(growth.peakResidentBytes).toBeLessThan(2 * RESIDENT_GROWTH_BYTES_MAX);
      const { 200: count = 0, ...others } = await endings();
      expect(others).toEqual({});
      expect(count).toBeGreaterThanOrEqual(ATTEMPTS + WARM_UP_ATTEMPTS);
    },
    LIMIT_MS,
  );
});
