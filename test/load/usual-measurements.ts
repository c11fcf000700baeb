import { GRAPHILE_JOBS, measureGraphileJobs } from './graphile-jobs.ts';
import { single, type Section } from './measurement.ts';
import { measurePlainDispatcher, PLAIN_DELIVERIES } from './plain-dispatcher.ts';

export const USUAL: Section = {
  title: 'What is usually built',
  about: `The same request, signed alike, from a full queue. Plain: Prisma reads what is due, 100 at a time, axios with its
defaults sends them side by side, and each is updated and its attempt written by itself; one table, indexed for it
(${PLAIN_DELIVERIES} deliveries). graphile-worker: a job a delivery, 64 at once, sent by undici, without a history of attempts; as it
comes, and with its local queue of 500 and completions in batches (${GRAPHILE_JOBS} jobs).`,
  hasShares: true,
  measurements: [
    single(
      { id: 'plain', unit: 'deliveries/s', name: 'Prisma row by row and axios' },
      async ({ receiverUrl }) => await measurePlainDispatcher(receiverUrl),
    ),
    single(
      { id: 'graphile', unit: 'deliveries/s', name: 'graphile-worker' },
      async ({ receiverUrl }) => await measureGraphileJobs(receiverUrl, {}),
    ),
    single(
      { id: 'graphile-batched', unit: 'deliveries/s', name: 'graphile-worker in batches' },
      async ({ receiverUrl }) =>
        await measureGraphileJobs(receiverUrl, { localQueue: { size: 500 }, completeJobBatchDelay: 0 }),
    ),
  ],
};
