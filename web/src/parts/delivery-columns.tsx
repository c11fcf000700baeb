import { Link } from '@tanstack/react-router';
import type { Delivery } from '../api/deliveries.ts';
import { StatusBadge } from '../ui/badge.tsx';
import type { Column } from '../ui/data-table.tsx';
import { count } from '../ui/numbers.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { lastResult } from './delivery-words.ts';
import type { WebhookNames } from './webhook-names.ts';
import './delivery-columns.css';

/** @param link the cell that leads to the delivery: what tells it from the others of its list */
export function deliveryColumns(names: WebhookNames, link: 'event_type' | 'webhook'): Column<Delivery>[] {
  const webhook: Column<Delivery> = {
    id: 'webhook',
    header: 'Webhook',
    cell: (delivery) => {
      const name = nameOf(delivery, names);
      if (link !== 'webhook') return <span className="cell-name">{name}</span>;
      return <ToDelivery delivery={delivery} label={name} note={lastResult(delivery)} />;
    },
    isWideOnly: link !== 'webhook',
  };
  return [
    { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
    ...(link === 'event_type' ? [eventTypeColumn(names)] : []),
    webhook,
    ...REST,
  ];
}

function eventTypeColumn(names: WebhookNames): Column<Delivery> {
  return {
    id: 'event_type',
    header: 'Event type',
    cell: (delivery) => (
      <ToDelivery delivery={delivery} label={delivery.event_type} note={nameOf(delivery, names)} />
    ),
  };
}

function nameOf({ webhook_id: id }: Delivery, names: WebhookNames): string {
  return names.get(id) ?? id;
}

const REST: readonly Column<Delivery>[] = [
  {
    id: 'result',
    header: 'Last result',
    cell: (delivery) => lastResult(delivery) ?? <span className="muted">–</span>,
    isWideOnly: true,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    align: 'end',
    cell: ({ attempt_count: made, max_attempts: max }) => `${count(made)} of ${count(max)}`,
    isWideOnly: true,
  },
  {
    id: 'next',
    header: 'Next attempt',
    cell: ({ next_retry_at: at, completed_at: completedAt }) =>
      at === null || completedAt !== null ? <span className="muted">–</span> : <RelativeTime at={at} />,
    isWideOnly: true,
  },
  {
    id: 'created',
    header: 'Created',
    cell: ({ created_at: createdAt }) => <RelativeTime at={createdAt} />,
    isWideOnly: true,
  },
];

interface ToDeliveryProps {
  readonly delivery: Delivery;
  readonly label: string;
  /** Said below it where the other columns have no room. */
  readonly note: string | null;
}

function ToDelivery({ delivery: { id, created_at: createdAt }, label, note }: ToDeliveryProps) {
  return (
    <div className="cell-name">
      <Link to="/deliveries/$id" params={{ id }}>
        {label}
      </Link>
      <div className="cell-note">
        <RelativeTime at={createdAt} />
        {note !== null && ` · ${note}`}
      </div>
    </div>
  );
}
