/** A dashboard as Grafana imports it, as far as it is looked at here. */
export interface Dashboard {
  readonly __inputs: readonly { readonly name: string; readonly pluginId: string }[];
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly id: number;
  readonly title: string;
  readonly datasource: object;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly {
    readonly datasource: object;
    readonly expr?: string;
    readonly rawSql?: string;
    readonly format?: string;
  }[];
}

/** A rule file of Prometheus. */
export interface RuleFile {
  readonly groups: readonly { readonly rules: readonly AlertRule[] }[];
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const TEXT = { type: 'string', minLength: 1 } as const;
const closed = (
  properties: object,
  required: readonly string[] = Object.keys(properties),
): Record<string, unknown> => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const DATASOURCE = closed({ type: TEXT, uid: TEXT });
const GRID = { type: 'integer', minimum: 0 } as const;

const TARGET = closed(
  {
    refId: { type: 'string', pattern: '^[A-Z]$' },
    datasource: DATASOURCE,
    expr: TEXT,
    legendFormat: TEXT,
    format: { enum: ['table', 'time_series'] },
    editorMode: { const: 'code' },
    rawQuery: { const: true },
    rawSql: TEXT,
  },
  ['refId', 'datasource'],
);

const PANEL = closed(
  {
    id: { type: 'integer', minimum: 1 },
    title: TEXT,
    description: TEXT,
    type: { enum: ['timeseries', 'table', 'stat'] },
    datasource: DATASOURCE,
    gridPos: closed({ x: GRID, y: GRID, w: { ...GRID, minimum: 1 }, h: { ...GRID, minimum: 1 } }),
    fieldConfig: { type: 'object', required: ['defaults', 'overrides'] },
    options: { type: 'object' },
    targets: { type: 'array', minItems: 1, items: TARGET },
  },
  ['id', 'title', 'type', 'datasource', 'gridPos', 'fieldConfig', 'options', 'targets'],
);

/** Grafana's dashboard model of schemaVersion 39, in the part that ours use. */
export const DASHBOARD_FORM = {
  type: 'object',
  required: ['__inputs', 'uid', 'title', 'schemaVersion', 'panels', 'time', 'templating', 'annotations'],
  properties: {
    __inputs: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: closed({
        name: TEXT,
        label: TEXT,
        description: { type: 'string' },
        type: { const: 'datasource' },
        pluginId: TEXT,
        pluginName: TEXT,
      }),
    },
    uid: { type: 'string', pattern: '^[a-z-]{1,40}$' },
    title: TEXT,
    schemaVersion: { const: 39 },
    panels: { type: 'array', minItems: 1, items: PANEL },
    time: closed({ from: TEXT, to: TEXT }),
  },
} as const;

/** https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export const RULES_FORM = closed({
  groups: {
    type: 'array',
    minItems: 1,
    items: closed({
      name: TEXT,
      rules: {
        type: 'array',
        minItems: 1,
        items: closed(
          {
            alert: { type: 'string', pattern: '^[A-Z][A-Za-z]+$' },
            expr: TEXT,
            for: { type: 'string', pattern: '^\\d+[smhd]$' },
            labels: closed({ severity: { enum: ['critical', 'warning', 'info'] } }),
            annotations: closed({ summary: TEXT, description: TEXT }),
          },
          ['alert', 'expr', 'labels', 'annotations'],
        ),
      },
    }),
  },
});
