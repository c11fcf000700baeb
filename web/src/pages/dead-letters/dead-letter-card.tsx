import { Link } from '@tanstack/react-router';
import { IdLink } from '../../parts/id-link.tsx';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { deadLetterCountQuery, lastFailureQuery } from '../../api/dead-letters.ts';
import { previewQuery } from '../../api/replays.ts';
import { useCan } from '../../api/session.ts';
import { CodedText } from '../../ui/coded-text.tsx';
import { failureName } from '../../ui/error-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { momentOfId } from '../../ui/id-moment.ts';
import { count } from '../../ui/numbers.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useWebhookNames } from '../../parts/webhook-names.ts';
import { replaySearch, type DeadLetterGroup } from './dead-letter-groups.ts';
import { reasonWords } from './reason-words.ts';

interface DeadLetterCardProps {
  readonly group: DeadLetterGroup;
  /** Whether there are no older ones than were read. */
  readonly isAllRead: boolean;
}

/** Those of one webhook that failed alike: how many, since when, what went wrong, and what to do. */
export function DeadLetterCard({ group, isAllRead }: DeadLetterCardProps) {
  const { webhookId, errorType, responseStatus, reasons, newest } = group;
  const { nameOf } = useWebhookNames();
  const canManage = useCan('manage');
  const titleId = useId();
  const { total, oldestAt } = useWhole(group, isAllRead);
  return (
    <section className="card dead-letter-group" aria-labelledby={titleId}>
      <header className="dead-letter-head">
        <h2 id={titleId}>
          <IdLink id={webhookId}>{nameOf(webhookId)}</IdLink>
          {' · '}
          {failureName(errorType, responseStatus) ?? 'Never tried'}
        </h2>
        <span className="dead-letter-count">{total}</span>
      </header>
      <p className="muted dead-letter-facts">
        {reasons.map(reasonWords).join(', ')} · oldest <RelativeTime at={oldestAt} /> · newest{' '}
        <RelativeTime at={newest.created_at} />
      </p>
      <SampleFailure deliveryId={newest.id} />
      <div className="row">
        {canManage && (
          <Link to="/replays/new" search={replaySearch(group)} className="button button-plain">
            <Icon name="replay" />
            Replay these
          </Link>
        )}
        <Link
          to="/deliveries"
          search={{ status: 'dead_letter', ...replaySearch(group) }}
          className="button button-quiet"
        >
          Show them
        </Link>
      </div>
    </section>
  );
}

/** Of the whole group, also of what was not read: counted by a dry run, or as a list by those who may only read. */
function useWhole({ filter, oldest, readCount, newest }: DeadLetterGroup, isAllRead: boolean) {
  const canManage = useCan('manage');
  const asked = filter ?? {};
  const isCounted = filter !== null;
  const preview = useQuery({
    ...previewQuery({ mode: 'failed', filter: asked }),
    enabled: isCounted && canManage,
  });
  const listed = useQuery({ ...deadLetterCountQuery(asked), enabled: isCounted && !canManage });
  const sampled = momentOfId(preview.data?.sample[0]?.delivery_id ?? '');
  const oldestMs = Math.min(sampled ?? Infinity, Date.parse(oldest.created_at));
  const total = wholeCount(preview.data?.total_count, listed.data);
  const read = isAllRead ? count(readCount) : `at least ${count(readCount)}`;
  return {
    total: total ?? read,
    oldestAt: Number.isFinite(oldestMs) ? new Date(oldestMs).toISOString() : newest.created_at,
  };
}

const LISTED_MAX = 10_000;

function wholeCount(previewed: number | null | undefined, listed: number | undefined): string | null {
  if (previewed === null) return 'more than 100,000';
  if (previewed !== undefined) return count(previewed);
  if (listed === undefined) return null;
  return listed > LISTED_MAX ? `more than ${count(LISTED_MAX)}` : count(listed);
}

function SampleFailure({ deliveryId }: { readonly deliveryId: string }) {
  const { data: failure } = useQuery(lastFailureQuery(deliveryId));
  if (failure == null) return null;
  return (
    <div className="dead-letter-sample">
      <p>
        <code>{failure.error_message ?? 'No message.'}</code> <IdLink id={deliveryId}>See the newest</IdLink>
      </p>
      {failure.advice !== null && (
        <p className="muted">
          <CodedText text={failure.advice} />
        </p>
      )}
    </div>
  );
}
