import type { FastifyReply } from 'fastify';

/** Fires when the connection is over, which before the answer means that the client has gone. */
export function closeSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  if (raw.closed) controller.abort();
  raw.once('close', () => {
    controller.abort();
  });
  return controller.signal;
}
