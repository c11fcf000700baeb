import axios from 'axios';
import { createHttpClient, sendThrough } from '../../src/engine/transport/http-client.ts';
import type { OutboundRequest, Transport } from '../../src/engine/transport/transport.ts';
import { createTransport } from '../../src/engine/transport/undici-transport.ts';
import { perSecond } from './bench-engine.ts';
import { ownCpuMs } from './cpu-times.ts';
import { inLanes } from './lanes.ts';
import type { Measurement, Section } from './measurement.ts';
import { scaled } from './scale.ts';
import { dispatch, openPool, signRequest } from './signed-request.ts';

const CONNECTIONS = 64;
const TIMEOUT_MS = 15_000;
const REQUESTS = scaled(20_000, CONNECTIONS);
const AXIOS_REQUESTS = scaled(4_000, CONNECTIONS);

/** Sends one signed request. */
type Send = () => Promise<unknown>;

interface Sender {
  readonly send: Send;
  close(): Promise<void>;
}

export const CLIENTS: Section = {
  title: 'HTTP clients',
  about: `One signed POST after another on ${CONNECTIONS} connections, signing included. Posthorn's transport judges every address, keeps
one deadline over the whole request and cuts the body while it arrives.`,
  measurements: [
    client('undici', 'undici dispatch alone', REQUESTS, openUndici),
    client('transport', "Posthorn's transport", REQUESTS, (url) =>
      openTransport(url, (transport, request) => async () => await transport.send(request())),
    ),
    client('axios-transport', "axios over Posthorn's transport", REQUESTS, (url) =>
      openTransport(url, (transport, request) => {
        const through = createHttpClient(transport);
        return async () => await sendThrough(through, request());
      }),
    ),
    client('axios', "axios' own http adapter, its defaults", AXIOS_REQUESTS, openAxios),
  ],
};

function client(id: string, name: string, requests: number, open: (url: string) => Sender): Measurement {
  return {
    figures: [
      { id: `client-${id}`, unit: 'requests/s', name },
      { id: `client-${id}-cpu`, unit: 'µs', name: `${name}: CPU a request` },
    ],
    measure: async ({ receiverUrl }) => {
      const sender = open(receiverUrl);
      try {
        await inLanes(CONNECTIONS, CONNECTIONS, sender.send); // opens the connections
        const [startedAt, cpuBefore] = [performance.now(), ownCpuMs()];
        await inLanes(requests, CONNECTIONS, sender.send);
        return [perSecond(requests, startedAt), ((ownCpuMs() - cpuBefore) * 1_000) / requests];
      } finally {
        await sender.close();
      }
    },
  };
}

function openUndici(url: string): Sender {
  const pool = openPool(url, CONNECTIONS);
  return {
    send: async () => {
      await dispatch(pool, signRequest());
    },
    close: async () => {
      await pool.close();
    },
  };
}

function openTransport(
  url: string,
  open: (transport: Transport, request: () => OutboundRequest) => Send,
): Sender {
  const transport = createTransport({ allowedNetworks: ['127.0.0.0/8'] });
  const send = open(transport, () => {
    const { headers, body } = signRequest();
    return { url, headers: Object.entries(headers), body, timeoutMs: TIMEOUT_MS };
  });
  return {
    send,
    close: async () => {
      await transport.close();
    },
  };
}

function openAxios(url: string): Sender {
  return {
    send: async () => {
      const { headers, body } = signRequest();
      return await axios.post(url, body, { headers });
    },
    close: async () => Promise.resolve(),
  };
}
