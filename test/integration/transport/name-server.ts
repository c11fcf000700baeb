import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';

export interface Question {
  readonly name: string;
  readonly family: 4 | 6;
}

/** The addresses of a name, `nxdomain`, `servfail`, or `silence` for no answer at all. */
export type Reply = readonly string[] | 'nxdomain' | 'servfail' | 'silence';

const TYPE_A = 1;
const TYPE_AAAA = 28;
const CLASS_IN = 1;
const HEADER_BYTES = 12;
const RESPONSE_FLAGS = 0x8180;
const RESPONSE_CODES = { nxdomain: 3, servfail: 2 } as const;
/** Compression pointer (RFC 1035 §4.1.4) to the name of the question. */
const NAME_OF_QUESTION = 0xc000 | HEADER_BYTES;

/** A name server over UDP (RFC 1035) whose answers a test decides question by question; all with TTL 0. */
export class NameServer {
  readonly questions: Question[] = [];
  private readonly socket: Socket;
  private readonly reply: (question: Question) => Reply;

  private constructor(reply: (question: Question) => Reply) {
    this.reply = reply;
    this.socket = createSocket('udp4');
    this.socket.on('message', (message, peer) => {
      const answer = this.answerTo(message);
      if (answer !== null) this.socket.send(answer, peer.port, peer.address);
    });
  }

  static async start(
    reply: (question: Question) => Reply,
    place = { address: '127.0.0.1', port: 0 },
  ): Promise<NameServer> {
    const server = new NameServer(reply);
    server.socket.bind(place);
    await once(server.socket, 'listening');
    return server;
  }

  /** As the transport's `dnsServers` takes it. */
  get address(): string {
    return `127.0.0.1:${String(this.socket.address().port)}`;
  }

  async close(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }

  private answerTo(message: Buffer): Buffer | null {
    const labels: string[] = [];
    let offset = HEADER_BYTES;
    for (let length = message.readUInt8(offset); length > 0; length = message.readUInt8(offset)) {
      labels.push(message.toString('latin1', offset + 1, offset + 1 + length));
      offset += 1 + length;
    }
    const type = message.readUInt16BE(offset + 1);
    const question = message.subarray(HEADER_BYTES, offset + 5);
    const isAddressType = type === TYPE_A || type === TYPE_AAAA;
    const asked = { name: labels.join('.').toLowerCase(), family: type === TYPE_A ? 4 : 6 } as const;
    if (isAddressType) this.questions.push(asked);
    const reply = isAddressType ? this.reply(asked) : [];
    if (reply === 'silence') return null;
    const code = typeof reply === 'string' ? RESPONSE_CODES[reply] : 0;
    const records = typeof reply === 'string' ? [] : reply.map((address) => encodeRecord(type, address));
    const counts = [RESPONSE_FLAGS | code, 1, records.length, 0, 0];
    return Buffer.concat([message.subarray(0, 2), ...counts.map(encodeUInt16), question, ...records]);
  }
}

function encodeRecord(type: number, address: string): Buffer {
  const data = Buffer.from(ipaddr.parse(address).toByteArray());
  const ttl = Buffer.alloc(4);
  const fields = [NAME_OF_QUESTION, type, CLASS_IN].map(encodeUInt16);
  return Buffer.concat([...fields, ttl, encodeUInt16(data.length), data]);
}

function encodeUInt16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
