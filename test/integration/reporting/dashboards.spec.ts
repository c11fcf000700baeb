import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { inProject } from '../../architecture/project-files.ts';
import { parseExposition, type Exposition } from '../../support/exposition.ts';
import { openGuide } from '../../support/guide.ts';
import { createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { DASHBOARD_FORM, RULES_FORM, type Dashboard, type RuleFile } from './dashboard-forms.ts';

const read = (path: string): string => readFileSync(inProject(path), 'utf8');
const dashboards = {
  prometheus: JSON.parse(read('docs/grafana/prometheus.json')) as Dashboard,
  postgres: JSON.parse(read('docs/grafana/postgres.json')) as Dashboard,
};
const ruleFile = parse(read('docs/alerts/posthorn.yml')) as RuleFile;
const rules = ruleFile.groups.flatMap((group) => group.rules);
const targetsOf = ({ panels }: Dashboard) =>
  panels.flatMap(({ title, targets }) => targets.map((target) => ({ title, ...target })));
const expressions = [
  ...targetsOf(dashboards.prometheus).map(
    ({ title, expr = '' }) => [title, expr.replaceAll('$__rate_interval', '5m')] as const,
  ),
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
];

/** What Prometheus adds to the series of each process. */
const TARGET_LABELS = ['instance', 'job'];

let app: TestApp;
let analyst: SqlLogin;
let exposition: Exposition;
beforeAll(async () => {
  app = await startTestApp();
  analyst = await createSqlLogin(app.database, 'posthorn_reader');
  exposition = parseExposition((await app.get('/metrics')).text);
});
afterAll(async () => {
  await analyst.drop();
  await app.close();
});

interface Parsed {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

/** By the grammar of Prometheus' own editor. @throws Error where it is no PromQL */
function parsePromql(expression: string): Parsed {
  const found: Record<'Identifier' | 'LabelName', string[]> = { Identifier: [], LabelName: [] };
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`);
      if (type.name === 'Identifier' || type.name === 'LabelName')
        found[type.name].push(expression.slice(from, to));
    },
  });
  return { metrics: found.Identifier, labels: found.LabelName };
}

/** What /metrics has, and of what Redis alone brings, what the document says, which is written from the same place. */
function isKnown(metric: string): boolean {
  const family = metric.replace(/_(?:bucket|sum|count)$/, '');
  if (exposition.types.has(metric) || exposition.types.get(family) === 'histogram') return true;
  const documented = openGuide('docs/metrics.md')
    .table('Labels')
    .map(([name = '']) => name.slice(1, -1));
  return metric.startsWith('posthorn_ingest_') && documented.includes(metric);
}

function labelsOf(metric: string): string[] {
  const series = [...exposition.values.keys()].filter(
    (name) => name === metric || name.startsWith(`${metric}{`),
  );
  return series.flatMap((name) => [...name.matchAll(/(\w+)="/g)].map(([, label = '']) => label));
}

describe('what is read of Prometheus', () => {
  it.each(expressions)('is PromQL over metrics and labels that there are: %s: %s', (_title, expression) => {
    const { metrics, labels } = parsePromql(expression);
    expect(metrics).not.toEqual([]);
    expect(metrics.filter((metric) => !isKnown(metric))).toEqual([]);
    const known = new Set([...TARGET_LABELS, ...metrics.flatMap(labelsOf)]);
    expect(labels.filter((label) => !known.has(label))).toEqual([]);
    // A counter says something by its growth alone.
    for (const metric of metrics.filter((name) => /_(?:total|bucket)$/.test(name))) {
      expect(expression).toMatch(new RegExp(`(?:rate|increase)\\(${metric}\\b`));
    }
  });

  it.each(['sum(rate(posthorn_attempts_total[5m])', 'max(posthorn_queue_depth{status=pending})', 'a b', ''])(
    'would be refused otherwise: %j',
    (expression) => {
      expect(() => {
        if (parsePromql(expression).metrics.length === 0) throw new Error('nothing is read');
      }).toThrow();
    },
  );
});

describe('the alert rules', () => {
  it('have the form of a rule file, and names of their own', () => {
    const isRuleFile = new Ajv({ allErrors: true }).compile(RULES_FORM);
    isRuleFile(ruleFile);
    expect(isRuleFile.errors ?? []).toEqual([]);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it('speak of labels that their expression leaves', () => {
    for (const { expr, annotations } of rules) {
      const text = Object.values(annotations).join(' ');
      const named = [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
      const { metrics, labels } = parsePromql(expr);
      const left = /\bby \(/.test(expr) ? labels : [...TARGET_LABELS, ...metrics.flatMap(labelsOf)];
      expect(named.filter((label) => !left.includes(label))).toEqual([]);
    }
  });

  it('take silence about the oldest due delivery for a fault, like its age', () => {
    const exprs = rules.filter(({ labels }) => labels.severity === 'critical').map(({ expr }) => expr);
    expect(exprs).toContain('absent(posthorn_queue_oldest_due_seconds)');
    expect(exprs.some((expr) => expr.startsWith('max(posthorn_queue_oldest_due_seconds) >'))).toBe(true);
  });
});

describe.each(Object.entries(dashboards))('the dashboard of %s', (_name, dashboard) => {
  it('has the form that Grafana imports', () => {
    const isDashboard = new Ajv({ allErrors: true }).compile(DASHBOARD_FORM);
    isDashboard(dashboard);
    expect(isDashboard.errors ?? []).toEqual([]);
    const [input] = dashboard.__inputs;
    for (const { datasource } of [...dashboard.panels, ...targetsOf(dashboard)]) {
      expect(datasource).toEqual({ type: input?.pluginId, uid: `\${${input?.name ?? ''}}` });
    }
  });

  it('has panels with ids of their own, side by side within its 24 columns', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });
});

describe('what is read of Postgres', () => {
  /** The macros as Grafana writes them for a day. */
  const asSent = (sql: string): string =>
    sql
      .replaceAll(/\$__timeFilter\((\w+)\)/g, `$1 BETWEEN '2026-01-30T00:00:00Z' AND '2026-01-31T00:00:00Z'`)
      .replaceAll('$__timeFrom()', `'2026-01-30T00:00:00Z'`)
      .replaceAll('$__timeTo()', `'2026-01-31T00:00:00Z'`);

  it.each(
    targetsOf(dashboards.postgres).map(
      ({ title, format = '', rawSql = '' }) => [title, format, rawSql] as const,
    ),
  )('is answered to a reader: %s', async (_title, format, rawSql) => {
    const result = await analyst.pool.query(asSent(rawSql));
    if (format === 'time_series') expect(result.fields[0]?.name).toBe('time');
    expect(result.fields.length).toBeGreaterThan(0);
    expect(rawSql).not.toContain('$__interval');
  });
});
