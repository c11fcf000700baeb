import { Link } from '@tanstack/react-router';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

interface NoDeliveriesProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

export function NoDeliveries({ isFiltered, onClear }: NoDeliveriesProps) {
  if (isFiltered) {
    return (
      <div className="card">
        <EmptyState
          title="Nothing matches"
          icon="filter"
          action={<Button onClick={onClear}>Clear filters</Button>}
        >
          No delivery has all that the filters ask for. A word is searched exactly as it is written: an event
          type, a tag, the uid of a webhook, an id, or the beginning of a URL.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="card">
      <EmptyState
        title="No delivery yet"
        icon="send"
        action={<Link to="/events/publish">Publish a test event</Link>}
      >
        An event becomes a delivery for each webhook that it concerns.
      </EmptyState>
    </div>
  );
}
