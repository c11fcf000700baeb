import { getServers } from 'node:dns';
import { isIPv4 } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createNameResolver } from '../../../src/engine/transport/name-resolver.ts';
import { NameServer } from './name-server.ts';

const NAME_SERVER_PORT = 53;

let names: NameServer;
beforeAll(async () => {
  const address = getServers().find(isIPv4) ?? '127.0.0.1';
  names = await NameServer.start(({ family }) => (family === 4 ? ['192.0.2.7'] : []), {
    address,
    port: NAME_SERVER_PORT,
  });
});
afterAll(async () => {
  await names.close();
});

describe('the name servers of the system', () => {
  it.each([
    ['no list', undefined],
    ['an empty list', []],
  ])('are asked with %s', async (_case, servers) => {
    const resolver = createNameResolver(servers, 2_000);
    expect(await resolver.resolve('name.test')).toEqual(['192.0.2.7']);
    resolver.close();
  });
});
