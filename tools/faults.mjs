import './import-typescript.mjs';

await import('../test/faults/faults.ts');
