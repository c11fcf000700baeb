import { rm } from 'node:fs/promises';

export default async function globalTeardown(): Promise<void> {
  const server = globalThis.posthornTestServer;
  if (server === undefined) return;
  const clusterDir = server.embedded.dataDir;
  await server.embedded.stop();
  await rm(server.folder, { recursive: true, force: true });
  await rm(clusterDir, { recursive: true, force: true });
}
