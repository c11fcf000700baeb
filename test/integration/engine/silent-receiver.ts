import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SilentReceiver {
  readonly url: string;
  /** Requests that have arrived, answered or not. */
  readonly arrived: () => number;
  close(): Promise<void>;
}

/** A real HTTP server that leaves requests without any answer. @param answer the status, or null for never */
export async function startSilentReceiver(
  answer: (index: number) => number | null = () => null,
): Promise<SilentReceiver> {
  let count = 0;
  const server = createServer((incoming, response) => {
    const status = answer(count);
    count += 1;
    incoming.resume();
    if (status !== null) response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    arrived: () => count,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
