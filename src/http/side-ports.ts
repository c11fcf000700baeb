import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { limitConnections, type ConnectionLimits } from './connection-limits.ts';
import type { ErrorFace } from './error-face.ts';

/** A port of its own for the addresses below a prefix: they stand at its root there, and no other is served. */
export interface SidePort {
  readonly name: string;
  /** `/emp` */
  readonly prefix: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Id or uid of the tenant for requests that name none and could act in any; null for the default one. */
  readonly tenant: string | null;
  /** Of what is no request. */
  readonly face: ErrorFace;
}

export interface ListeningPort {
  readonly name: string;
  readonly port: number;
}

/** Its message tells the operator all there is to know. */
export class SidePortError extends Error {}

const portOfRequest = new WeakMap<IncomingMessage, SidePort>();

/** The port that a request came in by; null for the main one. */
export function sidePortOf(request: IncomingMessage): SidePort | null {
  return portOfRequest.get(request) ?? null;
}

/** RFC 9112 section 3.2.2: a target with scheme and host, which any server takes. */
const ABSOLUTE_FORM = /^https?:\/\/[^/?#]*/i;

/**
 * The servers beside the main one. Each puts the prefix in front of a request's path and hands it to the application, so
 * that routes, hooks, guards and filters are the same at all ports; connections are held to the same limits, and all end
 * with the application. Make it before the application is initialised.
 */
export class SidePorts {
  private readonly servers = new Set<Server>();
  private closing: Promise<unknown> | null = null;

  constructor(
    private readonly fastify: FastifyInstance,
    private readonly ports: readonly SidePort[],
    private readonly limits?: ConnectionLimits,
  ) {
    fastify.addHook('preClose', (done) => {
      this.closing = Promise.all([...this.servers].map(close));
      done();
    });
    fastify.addHook('onClose', async () => {
      await this.closing;
    });
  }

  /**
   * Listens, once the application does.
   * @returns the ports that are really listened on, in their order
   * @throws SidePortError where one cannot be
   */
  async listen(host: string): Promise<readonly ListeningPort[]> {
    const listening: ListeningPort[] = [];
    for (const side of this.ports) {
      const server = this.createServer(side);
      await listen(server, side, host);
      this.servers.add(server);
      listening.push({ name: side.name, port: (server.address() as AddressInfo).port });
    }
    return listening;
  }

  private createServer(side: SidePort): Server {
    const server = createServer((request, response) => {
      portOfRequest.set(request, side);
      const target = request.url ?? '/';
      // Where the framework looks for what was asked: links lead back to this port, not below the prefix.
      Object.assign(request, { originalUrl: target, url: `${side.prefix}${toPath(target)}` });
      // A connection that was busy when its server closed is idle after this answer, and nobody else would end it.
      response.on('close', () => {
        if (this.closing !== null) request.socket.end();
      });
      this.fastify.routing(request, response);
    });
    limitConnections(server, this.limits, side.face);
    return server;
  }
}

function toPath(target: string): string {
  const path = target.replace(ABSOLUTE_FORM, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/** What listening can fail with, in words; the host is the main server's, which listens already. */
const FAULTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use',
  EACCES: 'is not one that this user may listen on: choose one above 1023',
};

async function listen(server: Server, { name, port }: SidePort, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const words = FAULTS[cause.code ?? ''] ?? `cannot be listened on (${cause.code ?? cause.message})`;
      reject(new SidePortError(`The port ${port} of ${name} ${words}.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  server.removeAllListeners('error');
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
