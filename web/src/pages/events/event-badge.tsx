import { Badge } from '../../ui/badge.tsx';
import { useNow } from '../../ui/now.ts';
import { eventState } from './event-state.ts';

/** What holds of an event as a whole; nothing where nothing does. */
export function EventBadge({ event }: { readonly event: Parameters<typeof eventState>[0] }) {
  const state = eventState(event, useNow());
  if (state === null) return null;
  return (
    <Badge tone={state.tone} icon={state.icon}>
      {state.label}
    </Badge>
  );
}
