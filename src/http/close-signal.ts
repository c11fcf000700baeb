import type { Response } from 'express';

/** Fires when the connection is over, which before the answer means that the client has gone. */
export function closeSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  if (response.closed) controller.abort();
  response.once('close', () => {
    controller.abort();
  });
  return controller.signal;
}
