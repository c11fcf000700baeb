import { Link } from '@tanstack/react-router';
import type { Webhook } from '../../../api/webhooks.ts';
import { StatusBadge } from '../../../ui/badge.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { FailureRate, Traffic } from './traffic.tsx';
import { stateReason } from '../../../ui/state-reasons.ts';

export const COLUMNS: readonly Column<Webhook>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, name, url }) => (
      <div className="webhook-name">
        <Link to="/webhooks/$id" params={{ id }} className="is-cut">
          {name}
        </Link>
        <span className="muted is-cut webhook-url">{url}</span>
      </div>
    ),
  },
  { id: 'state', header: 'State', cell: ({ state }) => <StatusBadge status={state} /> },
  {
    id: 'traffic',
    header: 'Attempts, 24 h',
    cell: ({ id, name }) => <Traffic id={id} name={name} />,
    isWideOnly: true,
  },
  { id: 'failed', header: 'Failed', cell: ({ id }) => <FailureRate id={id} />, align: 'end' },
  {
    id: 'events',
    header: 'Event types',
    cell: ({ events }) => <span className="muted">{events.length === 0 ? 'all' : events.join(', ')}</span>,
    isWideOnly: true,
  },
  {
    id: 'reason',
    header: 'Reason',
    cell: ({ state_reason: reason }) => (
      <span className="muted">{reason === null ? '–' : stateReason(reason)}</span>
    ),
    isWideOnly: true,
  },
];
