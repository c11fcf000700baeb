import type { ReactNode } from 'react';

export interface KeyValueRow {
  readonly key: string;
  readonly value: ReactNode;
}

/** Facts of one thing, a line each; beside each other where there is room. */
export function KeyValue({ rows }: { readonly rows: readonly KeyValueRow[] }) {
  return (
    <dl className="key-values">
      {rows.map(({ key, value }) => (
        <div key={key} className="key-value">
          <dt>{key}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
