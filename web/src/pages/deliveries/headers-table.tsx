interface HeadersTableProps {
  readonly headers: Readonly<Record<string, string>>;
  /** Whose they are: "Request headers". */
  readonly label: string;
}

export function HeadersTable({ headers, label }: HeadersTableProps) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return <p className="muted">No headers.</p>;
  return (
    <table className="plain-table headers-table">
      <caption className="visually-hidden">{label}</caption>
      <colgroup>
        <col className="headers-name" />
        <col />
      </colgroup>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
