import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/empty-state.tsx';

export function PageNotFound() {
  return (
    <main className="page">
      <EmptyState title="There is no such page" action={<Link to="/">Go to the overview</Link>}>
        The address may have been cut short, or what it showed has another place now.
      </EmptyState>
    </main>
  );
}
