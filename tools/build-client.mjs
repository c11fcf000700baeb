import { buildClient } from './client/build-client.mjs';

process.exitCode = await buildClient();
