import { quantile, type LedgerReport } from './ledger/ledger-report.ts';

/** How a scenario ended: with its ledger, or with the reason why it has none. */
export type Ending =
  | { readonly kind: 'audited'; readonly report: LedgerReport }
  | { readonly kind: 'not run' | 'broke off'; readonly reason: string };

/** Recovery after a kill has to be made good within the lease of 10 s and what its takeover may take (SECURITY: 15 s). */
const RECOVERY_P99_MAX_MS = 15_000;

const HEAD = [
  'scenario',
  'published',
  'received',
  'lost',
  'never published',
  'duplicated',
  'allowed',
  'recovery p50',
  'p99',
  'result',
];

export function isWell(ending: Ending): boolean {
  return (
    ending.kind === 'audited' && faultsOf(ending.report).length === 0 && isRecoveredInTime(ending.report)
  );
}

/** All that should not be. */
export function faultsOf({ violations, unexplained }: LedgerReport): string[] {
  return [...violations, ...unexplained];
}

/** One line a scenario, in columns. */
export function renderTable(endings: ReadonlyMap<string, Ending>): string {
  const rows = [HEAD, ...[...endings].map(([name, ending]) => toRow(name, ending))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => toLine(row, widths)).join('\n');
}

function toRow(name: string, ending: Ending): string[] {
  if (ending.kind !== 'audited') {
    const blanks = HEAD.slice(2).map(() => '');
    return [name, ...blanks, `${ending.kind.toUpperCase()}: ${ending.reason}`];
  }
  const { published, received, lost, neverPublished, duplicated, duplicatesAllowed, recoveryMs } =
    ending.report;
  const counts = [published, received, lost, neverPublished, duplicated, duplicatesAllowed].map(String);
  const times = [0.5, 0.99].map((share) => toSeconds(quantile(recoveryMs, share)));
  return [name, ...counts, ...times, toResult(ending.report)];
}

function toResult(report: LedgerReport): string {
  const { length } = faultsOf(report);
  if (length > 0) return `FAILED: ${length} violations`;
  return isRecoveredInTime(report) ? 'well' : 'FAILED: recovery';
}

function isRecoveredInTime({ recoveryMs }: LedgerReport): boolean {
  return (quantile(recoveryMs, 0.99) ?? 0) <= RECOVERY_P99_MAX_MS;
}

const toSeconds = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1_000).toFixed(1)} s`);

/** Words to the left, numbers to the right. */
function toLine(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => {
      const isWord = column === 0 || column === row.length - 1;
      return isWord ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
    })
    .join('  ')
    .trimEnd();
}
