import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { ArrivalLog } from './arrival-log.ts';
import { CERTIFICATE, hostAddress, HOSTS, PRIVATE_KEY } from './hosts.ts';
import { bareAnswer, frameRequests } from './request-framing.ts';

const ANSWER_MS = [50, 300] as const;
const TAIL_MS = [300, 3_000] as const;
const TAIL_SHARE = 0.02;
const FAILING_SHARE = 0.02;
const arrivals = new ArrivalLog();

/**
 * The real shape's receivers, as one process: each host on a loopback address of its own, over TLS, with answers after
 * 50-300 ms, some much later, some of them failures. Says their common port to its parent.
 */
const secured = createTlsServer({ key: await readFile(PRIVATE_KEY), cert: await readFile(CERTIFICATE) });
secured.on('tlsClientError', () => undefined);
secured.on('secureConnection', (socket) => {
  frameRequests(socket, (head) => {
    arrivals.add(head);
    const [least, most] = Math.random() < TAIL_SHARE ? TAIL_MS : ANSWER_MS;
    const status = Math.random() < FAILING_SHARE ? '503 Service Unavailable' : '200 OK';
    setTimeout(() => socket.write(bareAnswer(status)), least + Math.random() * (most - least));
  });
});

async function listenAt(host: string, port: number): Promise<Server> {
  const server = createServer((socket) => secured.emit('connection', socket));
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

const first = await listenAt(hostAddress(0), 0);
const { port } = first.address() as AddressInfo;
for (let host = 1; host < HOSTS; host += 1) await listenAt(hostAddress(host), port);
process.send?.(port);
process.on('disconnect', () => {
  process.exit(0);
});
