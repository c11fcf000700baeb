import { Link } from '@tanstack/react-router';
import { useSession } from '../api/session.ts';
import { serverUrl } from '../base-path.ts';
import { NAVIGATION } from '../navigation.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { AccountMenu } from './account-menu.tsx';
import { TenantSwitcher } from './tenant-switcher.tsx';
import { ThemeMenu } from './theme-menu.tsx';

interface SidebarProps {
  readonly onSearch: () => void;
  readonly onNavigate?: () => void;
}

export function Sidebar({ onSearch, onNavigate }: SidebarProps) {
  const { is_of_every_tenant: isOfEveryTenant, version } = useSession();
  return (
    <div className="sidebar-content">
      <span className="brand">Posthorn</span>
      {isOfEveryTenant && <TenantSwitcher />}
      <Button icon="search" className="search-button" onClick={onSearch}>
        Search <kbd className="key">/</kbd>
      </Button>
      <nav aria-label="Pages">
        <ul className="navigation">
          {NAVIGATION.map(({ label, to, icon }) => (
            <li key={to}>
              <Link
                to={to}
                className="navigation-link"
                activeOptions={{ exact: to === '/' }}
                {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
              >
                <Icon name={icon} />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="sidebar-foot">
        <div className="sidebar-tools">
          <AccountMenu />
          <ThemeMenu />
        </div>
        <p className="sidebar-version">
          Posthorn {version} · <a href={serverUrl('/api/docs')}>API</a>
        </p>
      </div>
    </div>
  );
}
