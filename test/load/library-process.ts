import { WebhookClient } from '../../packages/client/src/posthorn-client.ts';
import { answerParent } from './answer-parent.ts';
import { inLanes } from './lanes.ts';

/** What the process is told to do before it answers by how much memory it grew. */
export interface LibraryStep {
  readonly databaseUrl: string;
  readonly receiverUrl: string;
  readonly operations: number;
}

const MIB = 1_048_576;
const LANES = 16;
const WARM_UP = 1_000;
const SAMPLE_MS = 5;
const DATA = { model: 'claude-3-haiku', cost: 0.05, improvement: '60%' };

/** MiB of resident memory at the highest point, above those after a warm-up. */
async function run({ databaseUrl, receiverUrl, operations }: LibraryStep): Promise<number> {
  const client = new WebhookClient({ connectionString: databaseUrl, allowedNetworks: ['127.0.0.0/8'] });
  await client.registerTarget({ id: 'bench', name: 'Bench', url: receiverUrl, secret: 'secret' });
  await client.start();
  const send = async (): Promise<unknown> => await client.send('optimization.completed', DATA);
  await inLanes(WARM_UP, LANES, send);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, SAMPLE_MS);
  await inLanes(operations, LANES, send);
  clearInterval(timer);
  await client.stop();
  return (Math.max(most, process.memoryUsage.rss()) - before) / MIB;
}

answerParent(run, async () => Promise.resolve());
