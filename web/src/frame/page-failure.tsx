import { useQueryClient } from '@tanstack/react-query';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '../ui/error-state.tsx';

/** In the place of a page that could not be shown. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const onRetry = (): void => {
    void queries.resetQueries();
    reset();
    void router.invalidate();
  };
  return (
    <main className="page">
      <ErrorState error={error} onRetry={onRetry} />
    </main>
  );
}
