import { isIP } from 'node:net';
import { createAddressPolicy } from '../../../src/domain/network/address-rules.ts';
import type { Transport } from '../../../src/engine/transport/transport.ts';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import { NameServer, type Question, type Reply } from './name-server.ts';
import { RawReceiver, respond, type Answer } from './raw-receiver.ts';

export const PUBLIC = '93.184.216.34';
export const PRIVATE = '10.0.0.5';

const PORTS = [80, 443];
const closed = createAddressPolicy([]);

/** Those of the question's family; a list without any is an answer without records. */
export function resolvesTo(...addresses: string[]): (question: Question) => Reply {
  return ({ family }) => addresses.filter((address) => isIP(address) === family);
}

/**
 * Receivers on all addresses and a name server, in a network namespace (see inner-jest.ts) where the kernel delivers
 * every address to this process: whatever is dialled is accepted and noted, so no connection can go unseen.
 */
export class EveryAddress {
  answer: Answer = respond(200);
  reply: (question: Question) => Reply = () => 'nxdomain';
  private readonly receivers: RawReceiver[] = [];
  private readonly transports: Transport[] = [];
  private readonly nameServer: NameServer;

  private constructor(nameServer: NameServer) {
    this.nameServer = nameServer;
  }

  static async start(): Promise<EveryAddress> {
    const network: EveryAddress = new EveryAddress(
      await NameServer.start((question) => network.reply(question)),
    );
    for (const port of PORTS) {
      // Each family listens for itself, so that a noted address is never a mapped one.
      for (const host of ['0.0.0.0', '::']) {
        const options = { host, port, isVersion6Only: true };
        network.receivers.push(
          await RawReceiver.start((socket, request) => {
            network.answer(socket, request);
          }, options),
        );
      }
    }
    return network;
  }

  /** As `POSTHORN_DNS_SERVERS` takes it. */
  get nameServerAddress(): string {
    return this.nameServer.address;
  }

  get questions(): readonly Question[] {
    return this.nameServer.questions;
  }

  get bytesReceived(): number {
    return this.receivers.reduce((sum, receiver) => sum + receiver.bytesReceived, 0);
  }

  get openSocketCount(): number {
    return this.receivers.reduce((sum, receiver) => sum + receiver.openSockets.size, 0);
  }

  /** In the order of connecting, for each family and port. */
  acceptedOn(): string[] {
    return this.receivers.flatMap((receiver) => receiver.acceptedOn);
  }

  refusedAcceptedOn(): string[] {
    return this.acceptedOn().filter((address) => !closed.isAllowed(address));
  }

  transportWith(allowedNetworks: readonly string[] = [], originsMax = 1_000): Transport {
    const transport = createTransport({ allowedNetworks, originsMax, dnsServers: [this.nameServerAddress] });
    this.transports.push(transport);
    return transport;
  }

  forget(): void {
    for (const receiver of this.receivers) receiver.forget();
  }

  /** Between two tests. */
  async reset(): Promise<void> {
    await Promise.all(this.transports.splice(0).map(async (transport) => transport.close()));
    this.forget();
    this.answer = respond(200);
    this.reply = () => 'nxdomain';
  }

  async close(): Promise<void> {
    await this.nameServer.close();
    await Promise.all(this.receivers.map(async (receiver) => receiver.close()));
  }
}
