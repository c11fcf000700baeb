import { buildConsole, isConsoleBuilt } from './console/build-console.mjs';

const isLeftAlone = process.argv.includes('--if-changed') && (await isConsoleBuilt());
process.exitCode = isLeftAlone ? 0 : await buildConsole();
