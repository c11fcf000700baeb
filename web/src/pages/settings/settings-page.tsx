import { Link, Outlet } from '@tanstack/react-router';
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
  return (
    <>
      <nav className="tabs settings-nav" aria-label="Settings">
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
