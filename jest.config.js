/** Jest runs the TypeScript sources as ES modules; swc keeps the decorator metadata that Nest validates by. */
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  roots: ['<rootDir>/src', '<rootDir>/packages/client/src', '<rootDir>/web/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  testTimeout: 60_000,
  maxWorkers: 2,
  // Each file's modules stay in a worker's memory: past some gigabytes it does little else than collect garbage.
  workerIdleMemoryLimit: '1GB',
};
