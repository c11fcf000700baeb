import { IdLink } from '../../parts/id-link.tsx';
import { StatusBadge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { failureName } from '../../ui/error-names.ts';
import { duration, exactTime } from '../../ui/times.ts';
import type { StreamedAttempt } from './tail-rows.ts';

export function columnsOf(nameOf: (id: string) => string): readonly Column<StreamedAttempt>[] {
  return [
    { id: 'time', header: 'Time', cell: ({ started_at: at }) => <ClockTime at={at} /> },
    { id: 'outcome', header: 'Outcome', cell: ({ outcome }) => <StatusBadge status={outcome} /> },
    {
      id: 'type',
      header: 'Event type',
      cell: ({ delivery_id: id, event_type: type }) => <IdLink id={id}>{type}</IdLink>,
    },
    { id: 'webhook', header: 'Webhook', isWideOnly: true, cell: ({ webhook_id: id }) => nameOf(id) },
    {
      id: 'answer',
      header: 'Answer',
      isWideOnly: true,
      cell: ({ error_type: error, response_status: status, advice }) => (
        <span title={advice ?? undefined}>{failureName(error, status) ?? '–'}</span>
      ),
    },
    { id: 'number', header: 'Attempt', align: 'end', isWideOnly: true, cell: ({ number }) => String(number) },
    {
      id: 'duration',
      header: 'Took',
      align: 'end',
      isWideOnly: true,
      cell: ({ duration_ms: ms }) => duration(ms),
    },
  ];
}

/** The time of day, as the reader’s clock shows it; the exact one is its title. */
function ClockTime({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={exactTime(at)} className="time">
      {clock.format(new Date(at))}
    </time>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
