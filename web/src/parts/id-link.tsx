import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ID_PLACES } from '../navigation.ts';
import { placeOfId } from './place-of-id.ts';

interface IdLinkProps {
  readonly id: string;
  /** What it is called; its id, where nothing is given. */
  readonly children?: ReactNode;
}

/** Leads to the page of the thing with the id, where things of its kind have one. */
export function IdLink({ id, children = <code>{id}</code> }: IdLinkProps) {
  const place = placeOfId(id, ID_PLACES);
  return place === null ? <>{children}</> : <Link to={place}>{children}</Link>;
}
