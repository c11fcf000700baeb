import { Link } from '@tanstack/react-router';
import { NAVIGATION } from '../navigation.ts';
import { Icon } from '../ui/icon.tsx';

const PLACES_MAX = 4;

/** On a phone, within reach of the thumb; the others are in the drawer. */
export function BottomBar() {
  return (
    <nav className="bottom-bar" aria-label="Main pages">
      {NAVIGATION.slice(0, PLACES_MAX).map(({ label, to, icon }) => (
        <Link key={to} to={to} className="bottom-link" activeOptions={{ exact: to === '/' }}>
          <Icon name={icon} />
          {label}
        </Link>
      ))}
    </nav>
  );
}
