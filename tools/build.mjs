import { build } from './built-program.mjs';

process.exitCode = await build();
