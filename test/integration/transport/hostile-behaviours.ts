import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { ErrorType } from '../../../src/domain/error-types.ts';
import { afterRequest, answer, drip, dripAtOnce, flood, resetAfter, type Serve } from './hostile-servers.ts';

/** How an attempt ends, and whether at once or only at its deadline. */
export interface Ending {
  readonly status: number | null;
  readonly errorType: ErrorType | null;
  readonly isBodyTruncated: boolean;
  readonly isAtDeadline: boolean;
}

export interface HostileBehaviour {
  readonly name: string;
  readonly serve: Serve;
  readonly ending: Ending;
  /** Asked for over https. */
  readonly isSecure: boolean;
}

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const LENGTH = (bytes: number): string => `${OK}Content-Length: ${String(bytes)}\r\n\r\n`;
const BOMB = Buffer.alloc(20_000_000);

const noStatus = (errorType: ErrorType, isAtDeadline = false): Ending => ({
  status: null,
  errorType,
  isBodyTruncated: false,
  isAtDeadline,
});
const whole = (status: number): Ending => ({
  status,
  errorType: null,
  isBodyTruncated: false,
  isAtDeadline: false,
});
const INVALID = noStatus('invalid_response');
const BROKEN = noStatus('network_error');
const LATE = noStatus('timeout_error', true);
/** The status stands, and the body is what came of it until it was too much or broke off. */
const CUT: Ending = { ...whole(200), isBodyTruncated: true };
const CUT_LATE: Ending = { ...CUT, isAtDeadline: true };

type Row = readonly [name: string, serve: Serve, ending: Ending];

/** As fast as they can. */
const FLOODS: readonly Row[] = [
  ['endless headers', flood(OK, 'X-A: vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\r\n'), INVALID],
  ['endless headers without a value', flood(OK, 'A:\r\n'), INVALID],
  ['a header name without an end', flood(OK, 'a'), INVALID],
  ['a header value without an end', flood(`${OK}A: `, 'v'), INVALID],
  ['endless space before a header value', flood(`${OK}A:`, ' '), INVALID],
  ['a status line without an end', flood('HTTP/1.1 200 ', 'O'), INVALID],
  ['endless empty lines instead of a status line', flood('', '\r\n'), INVALID],
  ['endless bytes that are no HTTP', flood('', '\0\xff\x7f'), INVALID],
  ['endless interim responses', flood('', 'HTTP/1.1 102 Processing\r\n\r\n'), INVALID],
  ['an interim response without an end', flood('HTTP/1.1 103 Early Hints\r\n', 'Link: </x>\r\n'), INVALID],
  ['an endless body until the connection ends', flood(`${OK}\r\n`, 'x'), CUT],
  ['an endless body of known length', flood(LENGTH(Number.MAX_SAFE_INTEGER), 'x'), CUT],
  ['endless chunks', flood(CHUNKED, `4000\r\n${'x'.repeat(0x4000)}\r\n`), CUT],
  ['endless chunks of one byte', flood(CHUNKED, '1\r\nx\r\n'), CUT],
  ['endless chunks of one byte with extensions', flood(CHUNKED, `1;${'e'.repeat(500)}\r\nx\r\n`), CUT],
  ['a chunk extension without an end', flood(`${CHUNKED}1;`, 'e'), CUT],
  ['endless zeros before a chunk size', flood(CHUNKED, '0'), CUT],
  ['endless trailers', flood(`${CHUNKED}0\r\n`, 'X-T: vvvvvvvvvvvvvvvv\r\n'), CUT],
  ['endless space in a trailer', flood(`${CHUNKED}0\r\nX-T:`, ' '), CUT],
];

/** Byte by byte: each restarts a timer that is not a deadline. */
const DRIPS: readonly Row[] = [
  ['a dripping status line', drip('HTTP/1.1 200 ', 'O'), LATE],
  ['dripping headers', drip(OK, 'A: b\r\n'), LATE],
  ['dripping interim responses', drip('', 'HTTP/1.1 102 P\r\n\r\n'), LATE],
  ['dripping empty lines', drip('', '\r\n'), LATE],
  ['a dripping body of known length', drip(LENGTH(1_000_000), 'x'), CUT_LATE],
  ['a dripping body until the connection ends', drip(`${OK}\r\n`, 'x'), CUT_LATE],
  ['dripping chunks', drip(CHUNKED, '1\r\nx\r\n'), CUT_LATE],
  ['a dripping chunk extension', drip(`${CHUNKED}1;`, 'e'), CUT_LATE],
  ['dripping trailers', drip(`${CHUNKED}0\r\n`, 'A: b\r\n'), CUT_LATE],
];

/** Half-open: they take the connection and leave it at that. */
const SILENCES: readonly Row[] = [
  ['silence', () => undefined, LATE],
  ['silence after the request', afterRequest(() => undefined), LATE],
  ['silence after the status line', answer(OK), LATE],
  ['silence after an interim response', answer('HTTP/1.1 100 Continue\r\n\r\n'), LATE],
  ['silence after the head', answer(LENGTH(5)), CUT_LATE],
  ['silence after half of the body', answer(`${LENGTH(10)}half.`), CUT_LATE],
  ['silence after a chunk', answer(`${CHUNKED}5\r\nhalf.\r\n`), CUT_LATE],
  ['half a close and silence', afterRequest((socket) => socket.end()), BROKEN],
];

const BREAKS: readonly Row[] = [
  ['a reset at once', (socket) => socket.resetAndDestroy(), BROKEN],
  ['a close at once', (socket) => socket.end(), BROKEN],
  ['a reset after the request', afterRequest((socket) => socket.resetAndDestroy()), BROKEN],
  ['a close after the request', afterRequest((socket) => socket.end()), BROKEN],
  ['a reset in the status line', resetAfter('HTTP/1.1 20'), BROKEN],
  ['a reset in the headers', resetAfter(`${OK}X-A: 1\r\nX-`), BROKEN],
  ['a reset in an interim response', resetAfter('HTTP/1.1 103 Early'), BROKEN],
  ['a reset after an interim response', resetAfter('HTTP/1.1 100 Continue\r\n\r\n'), BROKEN],
  ['a reset before the body', resetAfter(LENGTH(5)), CUT],
  ['a reset in the body', resetAfter(`${LENGTH(10)}half.`), CUT],
  ['a reset in a chunk', resetAfter(`${CHUNKED}a\r\nhalf.`), CUT],
  ['a reset in the trailers', resetAfter(`${CHUNKED}1\r\nx\r\n0\r\nX-`), CUT],
  ['a close in the body', afterRequest((socket) => socket.end(`${LENGTH(10)}half.`)), CUT],
  ['a close after the answer, which promised to stay', answerAndEnd(`${LENGTH(2)}ok`), whole(200)],
  // The request is never read: what the sender still has to say is in the way of nothing.
  ['an answer before the request is read', (socket) => socket.write(`${LENGTH(2)}ok`), whole(200)],
  [
    'an early answer and a reset',
    earlyAnswerAndReset('HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n'),
    whole(413),
  ],
];

const lines = (...headers: string[]): string => [OK.trimEnd(), ...headers, '', ''].join('\r\n');

/** What two readers might split in two ways, or read as nothing at all. */
const ODDITIES: readonly Row[] = [
  ['SSH', answer('SSH-2.0-OpenSSH_9.2\r\n'), INVALID],
  ['a TLS alert in plain', answer('\x15\x03\x03\0\x02\x02\x46'), INVALID],
  ['HTTP/2', answer('\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0'), INVALID],
  ['HTTP/0.9', answer('<html>hello</html>\r\n'), INVALID],
  ['a request', answer('GET / HTTP/1.1\r\nHost: a\r\n\r\n'), INVALID],
  ['UTF-16', answer(Buffer.from('HTTP/1.1 200 OK\r\n\r\n', 'utf16le')), INVALID],
  [
    'a length and chunks',
    answer(`${lines('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`),
    INVALID,
  ],
  [
    'chunks and a length',
    answer(`${lines('Transfer-Encoding: chunked', 'Content-Length: 5')}0\r\n\r\n`),
    INVALID,
  ],
  ['two lengths', answer(`${lines('Content-Length: 1', 'Content-Length: 2')}ab`), INVALID],
  ['a list of lengths', answer(`${lines('Content-Length: 2, 2')}ab`), INVALID],
  ['a signed length', answer(`${lines('Content-Length: +2')}ab`), INVALID],
  ['a length beyond 64 bits', answer(`${lines('Content-Length: 99999999999999999999')}ab`), INVALID],
  ['a folded header', answer(lines('X-A: 1', ' Content-Length: 5')), INVALID],
  ['a header before the first', answer('HTTP/1.1 200 OK\r\n X-A: 1\r\n\r\n'), INVALID],
  ['a space before the colon', answer(lines('Content-Length : 0')), INVALID],
  ['a header without a name', answer(lines(': 1')), INVALID],
  ['a NUL in a header', answer(lines('X-A: a\0b')), INVALID],
  ['a lone CR in a header', answer(lines('X-A: a\rX-B: b')), INVALID],
  ['a lone CR after the status line', answer('HTTP/1.1 200 OK\rX-A: 1\r\n\r\n'), INVALID],
  ['a status of two digits', answer('HTTP/1.1 20 OK\r\n\r\n'), INVALID],
  ['a status of four digits', answer('HTTP/1.1 2000 OK\r\n\r\n'), INVALID],
  ['status 000', answer('HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n'), INVALID],
  ['status 099', answer('HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n'), INVALID],
  [
    'status 101',
    answer('HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
    INVALID,
  ],
  ['an interim response of HTTP/1.0', answer('HTTP/1.0 103 Early\r\nX-A: 1\r\n\r\n'), INVALID],
  ['status 999', answer('HTTP/1.1 999 High\r\nContent-Length: 0\r\n\r\n'), whole(999)],
  [
    'a redirect to itself',
    answer('HTTP/1.1 307 Again\r\nLocation: /\r\nContent-Length: 0\r\n\r\n'),
    whole(307),
  ],
  ['101 headers', answer(lines('Content-Length: 0', ...Array<string>(100).fill('X-A: 1'))), INVALID],
  ['17 KiB of headers', answer(lines('Content-Length: 0', `X-A: ${'v'.repeat(17_408)}`)), INVALID],
  [
    'a second response behind the first',
    answer(`${LENGTH(2)}okHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n`),
    whole(200),
  ],
  ['a chunk size that is none', answer(`${CHUNKED}xyz\r\n`), CUT],
  ['a chunk size beyond 64 bits', answer(`${CHUNKED}fffffffffffffffff\r\nx`), CUT],
  ['a chunk longer than it said', answer(`${CHUNKED}1\r\nxyz\r\n`), CUT],
];

/** Bodies that a database, a terminal or a decompressor would choke on. */
const BODIES: readonly Row[] = [
  ['a gzip bomb', compressed('gzip', gzipSync(BOMB)), CUT],
  ['a deflate bomb', compressed('deflate', deflateSync(BOMB)), CUT],
  ['a brotli bomb', compressed('br', brotliCompressSync(BOMB)), whole(200)],
  ['a gzip body that is none', compressed('gzip', Buffer.from('not zipped')), whole(200)],
  ['NUL and broken UTF-8', answer(`${LENGTH(9)}a\0b\xc3\x28\xff\xed\xa0\x80`), whole(200)],
  ['escape sequences', answer(`${LENGTH(9)}\x1b[2Jhello`), whole(200)],
  ['broken UTF-8 in headers', answer(`${lines('X-A: \xff\xfe\x80', 'Content-Length: 2')}ok`), whole(200)],
];

/** On connections that are to be secured first. */
const HANDSHAKES: readonly Row[] = [
  ['silence instead of a handshake', () => undefined, LATE],
  // A record of 16 KiB with a ServerHello, of which a byte comes now and then.
  ['a dripping handshake', dripAtOnce(Buffer.from('160303400002003ffc0303', 'hex'), '\0'), LATE],
  ['plain HTTP instead of a handshake', (socket) => socket.write(LENGTH(0)), noStatus('tls_error')],
  ['a reset instead of a handshake', (socket) => socket.resetAndDestroy(), BROKEN],
  ['a close in the handshake', (socket) => socket.once('data', () => socket.end('\x16\x03\x03')), BROKEN],
];

function answerAndEnd(text: string): Serve {
  return afterRequest((socket) => socket.end(text));
}

function earlyAnswerAndReset(text: string): Serve {
  return (socket) => {
    socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 100));
  };
}

function compressed(encoding: string, body: Buffer): Serve {
  const head = `${OK}Content-Encoding: ${encoding}\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
  return answer(Buffer.concat([Buffer.from(head), body]));
}

const plain = [FLOODS, DRIPS, SILENCES, BREAKS, ODDITIES, BODIES].flat();

/** Everything that receivers have been seen, or are free, to do to a client of theirs. */
export const HOSTILE_BEHAVIOURS: readonly HostileBehaviour[] = [
  ...plain.map(([name, serve, ending]) => ({ name, serve, ending, isSecure: false })),
  ...HANDSHAKES.map(([name, serve, ending]) => ({ name, serve, ending, isSecure: true })),
];
