import './import-typescript.mjs';

await import('../test/load/history.ts');
