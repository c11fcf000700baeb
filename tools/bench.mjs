import './import-typescript.mjs';

await import('../test/load/bench.ts');
