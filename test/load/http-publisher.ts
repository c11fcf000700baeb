import { Pool } from 'undici';
import { answerParent } from './answer-parent.ts';
import { inLanes } from './lanes.ts';

/** What a run is told by its parent, and what it answers: the seconds that it took. */
export interface HttpRun {
  readonly origin: string;
  readonly requests: number;
  readonly connections: number;
  /** Events a request; 1 publishes singly. */
  readonly batch: number;
  readonly data: string;
}

/** A client that publishes over HTTP, as a process of its own, so that its work is not taken for the server's. */
async function run({ origin, requests, connections, batch, data }: HttpRun): Promise<number> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const event = `{"type":"bench","data":${data}}`;
  const body = batch === 1 ? event : `{"events":[${Array.from({ length: batch }, () => event).join(',')}]}`;
  const path = batch === 1 ? '/api/events' : '/api/events/batch';
  const startedAt = performance.now();
  await inLanes(requests, connections, async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await pool.request({ method: 'POST', path, headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 202) throw new Error(`answered ${answer.statusCode}`);
  });
  await pool.close();
  return (performance.now() - startedAt) / 1_000;
}

answerParent(run);
