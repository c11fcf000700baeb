import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ArrivalLog } from './arrival-log.ts';
import { bareAnswer, frameRequests } from './request-framing.ts';

const OK = bareAnswer('200 OK');
const DELAYED = /^POST \/after\/(\d+)/;
const arrivals = new ArrivalLog();

/**
 * A receiver that costs as little as possible, as a process of its own. By the path it answers at once, answers at once
 * and notes the arrival (`/timed`), answers after so many ms (`/after/200`), or never (`/hung`). Says its port to its
 * parent.
 */
const server = createServer((socket) => {
  const answer = (): void => {
    socket.write(OK);
  };
  frameRequests(socket, (head) => {
    if (head.startsWith('POST / ')) {
      answer();
    } else if (head.startsWith('POST /timed')) {
      answer();
      arrivals.add(head);
    } else if (!head.startsWith('POST /hung')) {
      setTimeout(answer, Number(DELAYED.exec(head)?.[1]));
    }
  });
});

server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => {
  process.exit(0);
});
