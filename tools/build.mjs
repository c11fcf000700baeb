import { build } from './built-program.mjs';
import { buildClient } from './client/build-client.mjs';

const built = await build();
process.exitCode = built === 0 ? await buildClient() : built;
