import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const OK = 204;
const UNAVAILABLE = 503;
const BAD_SIGNATURE = 401;

/** A receiver as a customer would write it: it verifies each request before it believes it. */
export interface DemoReceiver {
  readonly url: string;
  /** Ids of the events that arrived, were verified and answered with success. */
  readonly accepted: ReadonlySet<string>;
  /** The secret that the registration answered with. */
  trust(secret: string): void;
  close(): void;
}

/** @param failures how many verified requests are answered 503 before the first success */
export async function startDemoReceiver(name: string, failures: number): Promise<DemoReceiver> {
  const accepted = new Set<string>();
  let verifier: Webhook | null = null;
  let failuresLeft = failures;

  const judge = (body: Buffer, headers: Record<string, string>): number => {
    try {
      verifier?.verify(body.toString('utf8'), headers);
    } catch {
      return BAD_SIGNATURE;
    }
    if (verifier === null) return BAD_SIGNATURE;
    if (failuresLeft > 0) {
      failuresLeft -= 1;
      return UNAVAILABLE;
    }
    accepted.add(headers['webhook-id'] ?? '');
    return OK;
  };

  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const headers = request.headers as Record<string, string>;
      const status = judge(body, headers);
      const verdict = status === BAD_SIGNATURE ? 'signature refused' : 'signature verified';
      console.log(
        `  ${name.padEnd(9)} ${headers['webhook-id'] ?? '?'}  attempt ${headers['posthorn-attempt'] ?? '?'}  ${verdict}, answers ${status}`,
      );
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    accepted,
    trust: (secret) => {
      verifier = new Webhook(secret);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
