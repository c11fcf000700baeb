import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { RENEW_LEASES } from '../../../src/engine/queue/sql/renew-leases.ts';
import type { Transport } from '../../../src/engine/transport/transport.ts';
import type { Failpoint, SuffererMessage, SuffererPlan } from './failpoint.ts';
import { recognise } from './statement-boundaries.ts';

type Answered = (error: unknown, result?: pg.QueryResult) => void;
type Query = (...query: unknown[]) => Promise<pg.QueryResult>;

/**
 * Does one fault at one boundary of an engine, once. The engine knows nothing of it: its pool's connections and its
 * transport are wrapped, and statements are known by the names that they are prepared under.
 */
export class FaultInjector {
  private readonly clients = new Set<pg.PoolClient>();
  private passesLeft: number;
  private hasStruck = false;
  private hold: Promise<void> = Promise.resolve();

  constructor(
    private readonly plan: SuffererPlan,
    private readonly tell: (message: SuffererMessage) => void,
  ) {
    this.passesLeft = plan.passes;
  }

  watchPool(pool: pg.Pool): void {
    pool.on('connect', (client) => {
      this.clients.add(client);
      this.intercept(client);
    });
    pool.on('remove', (client) => {
      this.clients.delete(client);
    });
  }

  wrapTransport(transport: Transport): Transport {
    return {
      send: async (request) => {
        await this.pass('before send', this.clients);
        const result = await transport.send(request);
        await this.pass('after send', this.clients);
        return result;
      },
      close: async () => {
        await transport.close();
      },
    };
  }

  private intercept(client: pg.PoolClient): void {
    const send = client.query.bind(client) as Query;
    let before = '';
    const run = async (query: readonly unknown[]): Promise<pg.QueryResult> => {
      const { name, boundaries } = recognise(query[0], before);
      before = name;
      if (name === RENEW_LEASES.name) await this.hold;
      if (boundaries === undefined) return await send(...query);
      const result = await this.passSent(boundaries.sent, client, async () => await send(...query));
      if (boundaries.hasWorked(result)) await this.pass(boundaries.answered, [client]);
      return result;
    };
    const intercepted = (...query: unknown[]): unknown => {
      const answered = query.at(-1);
      if (typeof answered !== 'function') return run(query);
      void settle(run(query.slice(0, -1)), answered as Answered);
      return undefined;
    };
    Object.assign(client, { query: intercepted });
  }

  /** A statement that is held has not been sent; the other faults come once it has been, and before its answer. */
  private async passSent(
    failpoint: Failpoint | null,
    client: pg.PoolClient,
    send: () => Promise<pg.QueryResult>,
  ): Promise<pg.QueryResult> {
    if (this.plan.fault === 'expiry') await this.pass(failpoint, [client]);
    const answer = send();
    if (this.plan.fault !== 'expiry') await this.pass(failpoint, [client]);
    return await answer;
  }

  private async pass(failpoint: Failpoint | null, clients: Iterable<pg.PoolClient>): Promise<void> {
    if (this.hasStruck || failpoint !== this.plan.failpoint) return;
    this.passesLeft -= 1;
    if (this.passesLeft >= 0) return;
    this.hasStruck = true;
    await this.strike(clients);
  }

  /** The connection ends, or the process, before anything else can run. */
  private async strike(clients: Iterable<pg.PoolClient>): Promise<void> {
    const { fault, holdMs } = this.plan;
    if (fault === 'kill') process.kill(process.pid, 'SIGKILL');
    if (fault === 'drop') for (const client of clients) streamOf(client).destroy();
    this.tell({ kind: 'struck', at: Date.now() });
    if (fault !== 'expiry') return;
    this.hold = delay(holdMs);
    await this.hold;
    this.tell({ kind: 'over', at: Date.now() });
  }
}

async function settle(work: Promise<pg.QueryResult>, answered: Answered): Promise<void> {
  try {
    const result = await work;
    // Outside of this promise: what the driver's caller throws is the caller's.
    setImmediate(answered, null, result);
  } catch (error) {
    setImmediate(answered, error);
  }
}

/** The socket of a connection, which the driver's types do not tell of. */
function streamOf(client: pg.PoolClient): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
