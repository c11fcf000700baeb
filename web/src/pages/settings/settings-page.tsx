import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, type RefObject } from 'react';
import { useCan, useSession } from '../../api/session.ts';
import { SETTINGS_PLACES } from './settings-places.ts';
import './settings.css';

/** The pages that somebody may see stand above the one that is shown. */
export function SettingsPage() {
  const isAdmin = useCan('admin');
  const { is_of_every_tenant: isOperator } = useSession();
  const places = SETTINGS_PLACES.filter(
    ({ scope, isOfOperators = false }) => (scope === undefined || isAdmin) && (!isOfOperators || isOperator),
  );
  const nav = useRef<HTMLElement>(null);
  useActiveInSight(nav);
  return (
    <>
      <nav ref={nav} className="tabs settings-nav" aria-label="Settings">
        {places.map(({ label, to }) => (
          <Link key={to} to={to} className="tab">
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}

/** Where there is no room for all of them, the one that is shown is scrolled to. */
function useActiveInSight(nav: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  useEffect(() => {
    nav.current?.querySelector('.active')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [nav, pathname]);
}
