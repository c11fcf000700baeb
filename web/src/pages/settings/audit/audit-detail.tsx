import type { AuditRow } from '../../../api/audit.ts';
import { IdLink } from '../../../parts/id-link.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { ExactTime } from '../../../ui/relative-time.tsx';
import { ACTION_WORDS, ACTOR_WORDS } from './audit-actions.ts';

interface AuditDetailProps {
  readonly row: AuditRow;
  readonly onClose: () => void;
}

export function AuditDetail({ row, onClose }: AuditDetailProps) {
  const { action, actor, object_name: name, object_id: id, request_id: requestId, tenant_id: tenantId } = row;
  const rows = [
    { key: 'When', value: <ExactTime at={row.created_at} /> },
    { key: 'Who', value: [ACTOR_WORDS[actor.kind], actor.name, actor.id].filter(Boolean).join(', ') },
    { key: 'Of', value: <Subject name={name} id={id} /> },
    { key: 'Tenant', value: tenantId ?? 'none' },
    ...(requestId === null ? [] : [{ key: 'Request', value: <code>{requestId}</code> }]),
  ];
  return (
    <Dialog isOpen onClose={onClose} title={ACTION_WORDS[action]} size="wide">
      <KeyValue rows={rows} />
      <Changes changes={row.changes} />
    </Dialog>
  );
}

function Subject({ name, id }: { readonly name: string | null; readonly id: string | null }) {
  if (id === null) return name ?? 'the log itself';
  return (
    <>
      {name !== null && `${name}, `}
      <IdLink id={id} />
    </>
  );
}

function Changes({ changes }: Pick<AuditRow, 'changes'>) {
  const fields = Object.entries(changes);
  if (fields.length === 0) return <p className="muted no-margin">No field of it differs.</p>;
  return (
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex -- what scrolls must be reached by keys
    <div className="table-fit" tabIndex={0} role="region" aria-label="Changes">
      <table className="facts">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(([field, { before, after }]) => (
            <tr key={field}>
              <th scope="row">
                <code>{field}</code>
              </th>
              <td>
                <Value value={before} />
              </td>
              <td>
                <Value value={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (value === undefined) return <span className="muted">–</span>;
  return <code className="is-broken">{JSON.stringify(value)}</code>;
}
