import { WebhookClient } from '../../packages/client/src/posthorn-client.ts';

/** A program that uses the library: it sends as fast as it can, tells its parent each id, and waits to be killed. */
const client = new WebhookClient({ maxConcurrentDeliveries: 20 });
await client.registerTarget({
  id: 'killed',
  name: 'Killed',
  url: process.env.TARGET_URL ?? '',
  secret: 'secret',
});
await client.start();
for (let n = 0; ; n += 1) {
  const ids = await client.send('process.counted', { n });
  process.send?.(ids);
}
