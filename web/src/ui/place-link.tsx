import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface PlaceLinkProps {
  /** Within the console: `/deliveries`. */
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link to a page by its address alone, for pages that know nothing of each other. */
export function PlaceLink({ to, search = {}, className, children }: PlaceLinkProps) {
  return (
    <Link to={to} search={search as never} {...(className === undefined ? {} : { className })}>
      {children}
    </Link>
  );
}
