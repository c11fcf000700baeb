import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { runInside } from './inner-jest.ts';
import { RawReceiver, respond } from './raw-receiver.ts';

const AUTHORITY = fileURLToPath(new URL('./certificates/authority.pem', import.meta.url));

describe('TLS and the environment', () => {
  it('hold with verification switched off and proxies named by variables', async () => {
    const proxy = await RawReceiver.start(respond(502));
    const proxyUrl = proxy.url();
    const { passed, failed } = await runInside('tls.inside.ts', {
      env: {
        NODE_EXTRA_CA_CERTS: path.normalize(AUTHORITY),
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_USE_ENV_PROXY: '1',
        NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0',
        ...Object.fromEntries(
          ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'].map((name) => [
            name,
            proxyUrl,
          ]),
        ),
        NO_PROXY: '',
        no_proxy: '',
      },
    });
    await proxy.close();
    expect(failed).toEqual([]);
    expect(passed.length).toBeGreaterThanOrEqual(11);
    expect(proxy.acceptedOn).toEqual([]);
  });
});
