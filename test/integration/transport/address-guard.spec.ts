import { describe, expect, it } from '@jest/globals';
import { runInside, runInsideWithDatabase } from './inner-jest.ts';

/** Each starts a process with Jest in it; the second goes through 20,000 origins. */
const RUN_TIMEOUT_MS = 180_000;

describe('the address guard, in a network of its own where every address answers', () => {
  it.each([
    ['lets no connection through to a refused address', 'address-guard.inside.ts', 40],
    ['makes refused targets look alike and stays small', 'refused-targets.inside.ts', 3],
    ['asks the servers of the system where no others are named', 'system-servers.inside.ts', 2],
  ])(
    '%s',
    async (_name, file, testsMin) => {
      const { passed, failed } = await runInside(file, { hasOwnNetwork: true });
      expect(failed).toEqual([]);
      expect(passed.length).toBeGreaterThanOrEqual(testsMin);
    },
    RUN_TIMEOUT_MS,
  );

  it.each([
    ['holds for every hostile URL from its creation to its attempts', 'hostile-literals.inside.ts', 1],
    ['lets test sends tell nothing of what is inside', 'test-sends.inside.ts', 3],
  ])(
    '%s',
    async (_name, file, testsMin) => {
      const { passed, failed } = await runInsideWithDatabase(file);
      expect(failed).toEqual([]);
      expect(passed.length).toBeGreaterThanOrEqual(testsMin);
    },
    RUN_TIMEOUT_MS,
  );
});
