import { useNavigate, useSearch } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header.tsx';
import { TailFilters } from './tail-filters.tsx';
import { TailView } from './tail-view.tsx';
import { streamPath, type TailFilter } from './tail-filter.ts';
import './live-tail.css';

/** Attempts as they are made. The stream ends with the page. */
export function LiveTailPage() {
  const filter = useSearch({ from: '/frame/live' });
  const navigate = useNavigate();
  const path = streamPath(filter);
  const change = (changed: TailFilter): void => {
    void navigate({ to: '/live', search: changed, replace: true });
  };
  return (
    <>
      <PageHeader title="Live tail" description="Every attempt, within a second of its end." />
      <TailFilters filter={filter} onChange={change} />
      <TailView key={path} path={path} />
    </>
  );
}
