import globalSetup from '../support/global-setup.ts';
import globalTeardown from '../support/global-teardown.ts';
import { faultsOf, isWell, renderTable, type Ending } from './report-table.ts';
import { SCENARIOS, type NamedScenario } from './scenarios/all-scenarios.ts';
import { NotRunnable } from './scenarios/scenario.ts';

/** The product's own default: what recovery is judged by. */
const LEASE_MS = 10_000;
const REQUESTS_PER_SECOND = 40;
const SEED = 4;
const VIOLATIONS_SHOWN = 10;
const OPTION = /^--(rounds|seed)=(\d+)$/;

interface CommandLine {
  /** Scenarios are chosen by parts of their names; without any, all run. */
  readonly words: readonly string[];
  readonly rounds: number | null;
  readonly seed: number;
}

function parse(given: readonly string[]): CommandLine {
  const options = new Map(given.flatMap((word) => toOption(word)));
  const words = given.filter((word) => !OPTION.test(word));
  return { words, rounds: options.get('rounds') ?? null, seed: options.get('seed') ?? SEED };
}

function toOption(word: string): [string, number][] {
  const [, name, value] = OPTION.exec(word) ?? [];
  return name === undefined ? [] : [[name, Number(value)]];
}

async function run({ name, run: runScenario, rounds }: NamedScenario, line: CommandLine): Promise<Ending> {
  const startedAt = performance.now();
  const say = (text: string): void => {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4);
    print(`${seconds} s  ${name}: ${text}`);
  };
  const options = {
    leaseMs: LEASE_MS,
    requestsPerSecond: REQUESTS_PER_SECOND,
    rounds: line.rounds ?? rounds,
    seed: line.seed,
    say,
  };
  say('begins');
  try {
    const report = await runScenario(options);
    const faults = faultsOf(report);
    say(`audited, ${faults.length} violations`);
    for (const fault of faults.slice(0, VIOLATIONS_SHOWN)) say(`  ${fault}`);
    return { kind: 'audited', report };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(reason);
    return { kind: error instanceof NotRunnable ? 'not run' : 'broke off', reason };
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<boolean> {
  const line = parse(process.argv.slice(2));
  const chosen = SCENARIOS.filter(
    ({ name }) => line.words.length === 0 || line.words.some((word) => name.includes(word)),
  );
  if (chosen.length === 0) {
    print(`No such scenario. There are: ${SCENARIOS.map(({ name }) => name).join(', ')}.`);
    return false;
  }
  const endings = new Map<string, Ending>();
  await globalSetup();
  try {
    for (const scenario of chosen) endings.set(scenario.name, await run(scenario, line));
  } finally {
    await globalTeardown();
  }
  print(`\n${renderTable(endings)}`);
  return [...endings.values()].every((ending) => isWell(ending) || ending.kind === 'not run');
}

const hasHeld = await main();
process.exit(hasHeld ? 0 : 1);
