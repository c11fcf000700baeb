import { useInfiniteQuery } from '@tanstack/react-query';
import { deliveriesOfEventQuery } from '../../api/deliveries.ts';
import { useCancelEvent, useEraseEvent, type Event } from '../../api/events.ts';
import { rowsOf } from '../../api/pages.ts';
import { useCan } from '../../api/session.ts';
import { isWaiting } from '../../parts/delivery-words.ts';
import { AskingButton } from '../../ui/asking-button.tsx';
import { useNow } from '../../ui/now.ts';
import { count } from '../../ui/numbers.ts';
import { useToast } from '../../ui/toast-context.ts';

/** Ends what waits of it, or takes its data away. */
export function EventActions({ event }: { readonly event: Event }) {
  const canManage = useCan('manage');
  const { data } = useInfiniteQuery(deliveriesOfEventQuery(event.id, false));
  const now = useNow();
  if (!canManage) return null;
  const isScheduled = event.deliver_at !== null && Date.parse(event.deliver_at) > now;
  const isLeft = event.cancelled_at === null && isScheduled;
  return (
    <>
      {(isLeft || rowsOf(data).some(isWaiting)) && <CancelButton event={event} />}
      {event.erased_at === null && <EraseButton event={event} />}
    </>
  );
}

function CancelButton({ event: { id } }: { readonly event: Event }) {
  const cancel = useCancelEvent();
  const showToast = useToast();
  return (
    <AskingButton
      icon="slash"
      label="Cancel what waits"
      title="Cancel what waits of this event?"
      action="Cancel deliveries"
      change={cancel}
      asked={id}
      onDone={({ cancelled_deliveries: deliveries, fan_out_cancelled: isWhole }) => {
        showToast({
          text: isWhole ? 'It will not be delivered at all.' : `${inWords(deliveries)} cancelled.`,
        });
      }}
    >
      Deliveries that wait for an attempt end here, and a scheduled event is not delivered at all. What has
      been delivered stays delivered.
    </AskingButton>
  );
}

function EraseButton({ event: { id } }: { readonly event: Event }) {
  const erase = useEraseEvent();
  const showToast = useToast();
  return (
    <AskingButton
      icon="trash"
      label="Erase the data"
      title="Erase the data of this event?"
      action="Erase for good"
      change={erase}
      asked={id}
      onDone={({ cancelled_deliveries: deliveries }) => {
        const ended = deliveries === 0 ? '' : ` ${inWords(deliveries)} cancelled.`;
        showToast({ text: `The data is erased.${ended}` });
      }}
    >
      Its data and tags go, and the headers and bodies of its attempts; what waits to be delivered is
      cancelled. Type, times and results stay. Nothing brings the data back.
    </AskingButton>
  );
}

function inWords(deliveries: number): string {
  return `${count(deliveries)} ${deliveries === 1 ? 'delivery is' : 'deliveries are'}`;
}
