import './import-typescript.mjs';

await import('../test/console/screenshots/take-screenshots.ts');
