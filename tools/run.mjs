import { runBuilt } from './built-program.mjs';

const [path, ...programArguments] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('Usage: node tools/run.mjs dist/cli/<command>.js [arguments]\n');
  process.exitCode = 2;
} else {
  await runBuilt(path, programArguments);
}
