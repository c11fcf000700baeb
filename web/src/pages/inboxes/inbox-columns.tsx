import { Link } from '@tanstack/react-router';
import type { Inbox } from '../../api/inboxes.ts';
import type { Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/numbers.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { answerWords } from './answer-words.ts';
import { inboxName } from './inbox-name.ts';

export const INBOX_COLUMNS: readonly Column<Inbox>[] = [
  {
    id: 'name',
    header: 'Inbox',
    cell: (inbox) => (
      <Link to="/inboxes/$id" params={{ id: inbox.id }}>
        {inboxName(inbox)}
      </Link>
    ),
  },
  { id: 'url', header: 'Address', isWideOnly: true, cell: ({ url }) => <code>{url}</code> },
  { id: 'answer', header: 'Answers', isWideOnly: true, cell: answerWords },
  {
    id: 'received',
    header: 'Requests',
    align: 'end',
    cell: ({ received_count: received }) => count(received),
  },
  { id: 'expires', header: 'Gone', cell: ({ expires_at: at }) => <RelativeTime at={at} /> },
];
