import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const HEAD_END = Buffer.from('\r\n\r\n');
/** Requests whose arrival is told to the parent. */
const TIMED = 'POST /timed';
const LENGTH = /content-length: *(\d+)/i;

/**
 * A receiver that costs as little as possible, as a process of its own: it frames requests by Content-Length and reads
 * nothing else of them. Says its port to its parent.
 */
const server = createServer((socket) => {
  socket.setNoDelay(true);
  let pending: Buffer = Buffer.alloc(0);
  socket.on('error', () => {
    socket.destroy();
  });
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const headEnd = pending.indexOf(HEAD_END);
      if (headEnd === -1) return;
      const head = pending.toString('latin1', 0, headEnd);
      if (head.startsWith(TIMED)) process.send?.(String(process.hrtime.bigint()));
      const length = Number(LENGTH.exec(head)?.[1] ?? 0);
      const end = headEnd + HEAD_END.length + length;
      if (pending.length < end) return;
      pending = pending.subarray(end);
      socket.write(ANSWER);
    }
  });
});

server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => {
  process.exit(0);
});
