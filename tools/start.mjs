import { runBuilt } from './built-program.mjs';

await runBuilt('dist/main.js', process.argv.slice(2));
